;; The inner loops of split.ts and table.ts, sixteen bytes at a time. They say the same as the TypeScript there, and are tested
;; against it.
;; Text lies in this memory, with at least 16 bytes after its end: loads run over it, what is found there does not count.
(module
  (memory (export "memory") 1)

  ;; The first line feed at or after $at. There is one: the caller puts it after the text.
  (func (export "lineFeed") (param $at i32) (result i32)
    (local $mask i32)
    (loop $next
      (local.set $mask
        (i8x16.bitmask (i8x16.eq (v128.load (local.get $at)) (i8x16.splat (i32.const 10)))))
      (if (i32.eqz (local.get $mask))
        (then
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (br $next))))
    (i32.add (local.get $at) (i32.ctz (local.get $mask))))

  ;; The first space at or after $at, or $end.
  (func $space (param $at i32) (param $end i32) (result i32)
    (local $mask i32)
    (loop $next
      (local.set $mask
        (i8x16.bitmask (i8x16.eq (v128.load (local.get $at)) (i8x16.splat (i32.const 32)))))
      (if (local.get $mask)
        (then (local.set $at (i32.add (local.get $at) (i32.ctz (local.get $mask)))))
        (else
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (br_if $next (i32.lt_u (local.get $at) (local.get $end))))))
    (select (local.get $at) (local.get $end) (i32.lt_u (local.get $at) (local.get $end))))

  ;; The quote that closes a field, or $end. The byte after a backslash is escaped, whatever it is.
  (func $closingQuote (param $at i32) (param $end i32) (result i32)
    (local $bytes v128)
    (local $mask i32)
    (loop $next
      (if (i32.ge_u (local.get $at) (local.get $end)) (then (return (local.get $end))))
      (local.set $bytes (v128.load (local.get $at)))
      (local.set $mask
        (i8x16.bitmask
          (v128.or
            (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 34)))
            (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 92))))))
      (if (i32.eqz (local.get $mask))
        (then
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (br $next)))
      (local.set $at (i32.add (local.get $at) (i32.ctz (local.get $mask))))
      (if (i32.ge_u (local.get $at) (local.get $end)) (then (return (local.get $end))))
      (if (i32.eq (i32.load8_u (local.get $at)) (i32.const 92))
        (then
          (local.set $at (i32.add (local.get $at) (i32.const 2)))
          (br $next))))
    (local.get $at))

  ;; splitLine of split.ts. $forms: a byte for each of 64 fields. Starts and ends go to $fields.
  (func (export "split")
    (param $at i32) (param $end i32) (param $fields i32) (param $forms i32) (param $least i32) (result i32)
    (local $count i32)
    (local $from i32)
    (local $form i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (br_if $done (i32.ge_u (local.get $count) (i32.const 64)))
        (local.set $form (i32.load8_u (i32.add (local.get $forms) (local.get $count))))
        (if (i32.eq (i32.load8_u (local.get $at)) (i32.const 34))
          (then
            (if (i32.eqz (local.get $form)) (then (return (i32.const -2))))
            (local.set $from (i32.add (local.get $at) (i32.const 1)))
            (local.set $at (call $closingQuote (local.get $from) (local.get $end)))
            (if (i32.eq (local.get $at) (local.get $end)) (then (return (i32.const -2))))
            (i32.store (local.get $fields) (local.get $from))
            (i32.store offset=4 (local.get $fields) (local.get $at))
            (local.set $at (i32.add (local.get $at) (i32.const 1)))
            (if (i32.lt_u (local.get $at) (local.get $end))
              (then
                (if (i32.ne (i32.load8_u (local.get $at)) (i32.const 32)) (then (return (i32.const -2)))))))
          (else
            (local.set $from (local.get $at))
            (local.set $at (call $space (local.get $from) (local.get $end)))
            (if (i32.eq (local.get $at) (local.get $from)) (then (return (i32.const -1))))
            ;; Bare where it must be quoted: only "-", at the end, after all that the first generation has.
            (if (i32.eq (local.get $form) (i32.const 1))
              (then
                (if (i32.or
                      (i32.or
                        (i32.ne (local.get $at) (local.get $end))
                        (i32.lt_u (local.get $count) (local.get $least)))
                      (i32.or
                        (i32.ne (i32.sub (local.get $at) (local.get $from)) (i32.const 1))
                        (i32.ne (i32.load8_u (local.get $from)) (i32.const 45))))
                  (then (return (i32.const -2))))))
            (i32.store (local.get $fields) (local.get $from))
            (i32.store offset=4 (local.get $fields) (local.get $at))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (local.set $fields (i32.add (local.get $fields) (i32.const 8)))
        (local.set $count (i32.add (local.get $count) (i32.const 1)))
        (br $next)))
    (select (i32.const -1) (local.get $count) (i32.lt_u (local.get $count) (local.get $least))))
  ;; A hash of the bytes from $at to $end, going on from another.
  (func $hash (param $at i32) (param $end i32) (param $hash i64) (result i64)
    (local.set $hash
      (i64.xor (local.get $hash) (i64.extend_i32_u (i32.sub (local.get $end) (local.get $at)))))
    (block $done
      (loop $next
        (br_if $done (i32.gt_u (i32.add (local.get $at) (i32.const 8)) (local.get $end)))
        (local.set $hash (call $mix (i64.xor (local.get $hash) (i64.load (local.get $at)))))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (br $next)))
    ;; The last bytes, with those after the end cut off.
    (if (i32.lt_u (local.get $at) (local.get $end))
      (then
        (local.set $hash
          (call $mix
            (i64.xor
              (local.get $hash)
              (i64.shr_u
                (i64.shl
                  (i64.load (local.get $at))
                  (i64.extend_i32_u
                    (i32.shl (i32.sub (i32.const 8) (i32.sub (local.get $end) (local.get $at))) (i32.const 3))))
                (i64.extend_i32_u
                  (i32.shl (i32.sub (i32.const 8) (i32.sub (local.get $end) (local.get $at))) (i32.const 3)))))))))
    (local.get $hash))

  (func $mix (param $hash i64) (result i64)
    (local.set $hash (i64.mul (local.get $hash) (i64.const 0x9e3779b97f4a7c15)))
    (i64.xor (local.get $hash) (i64.shr_u (local.get $hash) (i64.const 29))))

  (func $folded (param $hash i64) (result i32)
    (i32.wrap_i64 (i64.xor (local.get $hash) (i64.shr_u (local.get $hash) (i64.const 32)))))

  (func (export "hash") (param $at i32) (param $end i32) (result i32)
    (call $folded (call $hash (local.get $at) (local.get $end) (i64.const 0))))

  ;; Whether $length bytes are the same.
  (func $equal (param $left i32) (param $right i32) (param $length i32) (result i32)
    (local $mask i32)
    (loop $next
      (if (i32.le_s (local.get $length) (i32.const 0)) (then (return (i32.const 1))))
      (local.set $mask
        (i8x16.bitmask (i8x16.eq (v128.load (local.get $left)) (v128.load (local.get $right)))))
      ;; What lies beyond the length counts as the same.
      (if (i32.lt_s (local.get $length) (i32.const 16))
        (then
          (local.set $mask
            (i32.and
              (i32.or (local.get $mask) (i32.shl (i32.const -1) (local.get $length)))
              (i32.const 0xffff)))))
      (local.set $left (i32.add (local.get $left) (i32.const 16)))
      (local.set $right (i32.add (local.get $right) (i32.const 16)))
      (local.set $length (i32.sub (local.get $length) (i32.const 16)))
      (br_if $next (i32.eq (local.get $mask) (i32.const 0xffff))))
    (i32.const 0))

  ;; valuesAt of table.ts: the number of a key, with one more on its weight; made if it is new. -1 when there is no room.
  ;; A table: slots, mask, keys, values, bytes of a key's values, arena, size, capacity, size of the arena, its capacity.
  (func (export "find")
    (param $table i32)
    (param $start i32) (param $end i32) (param $start2 i32) (param $end2 i32) (param $tag i32) (result i32)
    (local $hash i32)
    (local $slot i32)
    (local $slots i32)
    (local $mask i32)
    (local $key i32)
    (local $meta i32)
    (local $length i32)
    (local $length2 i32)
    (local $arena i32)
    (local.set $length (i32.sub (local.get $end) (local.get $start)))
    (local.set $length2 (i32.sub (local.get $end2) (local.get $start2)))
    (local.set $hash
      (call $folded
        (call $mix
          (i64.xor
            (i64.extend_i32_u (local.get $tag))
            (call $hash (local.get $start2) (local.get $end2)
              (call $hash (local.get $start) (local.get $end) (i64.const 0)))))))
    (local.set $slots (i32.load (local.get $table)))
    (local.set $mask (i32.load offset=4 (local.get $table)))
    (local.set $slot (i32.and (i32.shl (local.get $hash) (i32.const 3)) (local.get $mask)))
    (block $new
      (loop $next
        (local.set $key (i32.load offset=4 (i32.add (local.get $slots) (local.get $slot))))
        (br_if $new (i32.eqz (local.get $key)))
        (local.set $key (i32.sub (local.get $key) (i32.const 1)))
        (if (i32.eq (i32.load (i32.add (local.get $slots) (local.get $slot))) (local.get $hash))
          (then
            (local.set $meta
              (i32.add (i32.load offset=8 (local.get $table)) (i32.mul (local.get $key) (i32.const 20))))
            (if (i32.and
                  (i32.eq (i32.load offset=4 (local.get $meta)) (local.get $tag))
                  (i32.and
                    (i32.eq (i32.load offset=12 (local.get $meta)) (local.get $length))
                    (i32.eq (i32.load offset=16 (local.get $meta)) (local.get $length2))))
              (then
                (local.set $arena
                  (i32.add (i32.load offset=20 (local.get $table)) (i32.load offset=8 (local.get $meta))))
                (if (call $equal (local.get $arena) (local.get $start) (local.get $length))
                  (then
                    (if (call $equal
                          (i32.add (local.get $arena) (local.get $length)) (local.get $start2) (local.get $length2))
                      (then
                        (call $weigh (local.get $table) (local.get $key))
                        (return (local.get $key))))))))))
        (local.set $slot (i32.and (i32.add (local.get $slot) (i32.const 8)) (local.get $mask)))
        (br $next)))
    (local.set $key (i32.load offset=24 (local.get $table)))
    (if (i32.eq (local.get $key) (i32.load offset=28 (local.get $table))) (then (return (i32.const -1))))
    (local.set $arena (i32.load offset=32 (local.get $table)))
    (if (i32.gt_u
          (i32.add (local.get $arena) (i32.add (local.get $length) (local.get $length2)))
          (i32.load offset=36 (local.get $table)))
      (then (return (i32.const -1))))
    (local.set $meta
      (i32.add (i32.load offset=8 (local.get $table)) (i32.mul (local.get $key) (i32.const 20))))
    (i32.store (local.get $meta) (local.get $hash))
    (i32.store offset=4 (local.get $meta) (local.get $tag))
    (i32.store offset=8 (local.get $meta) (local.get $arena))
    (i32.store offset=12 (local.get $meta) (local.get $length))
    (i32.store offset=16 (local.get $meta) (local.get $length2))
    (i32.store offset=32 (local.get $table)
      (i32.add (local.get $arena) (i32.add (local.get $length) (local.get $length2))))
    (local.set $arena (i32.add (i32.load offset=20 (local.get $table)) (local.get $arena)))
    (memory.copy (local.get $arena) (local.get $start) (local.get $length))
    (memory.copy (i32.add (local.get $arena) (local.get $length)) (local.get $start2) (local.get $length2))
    (memory.fill
      (i32.add
        (i32.load offset=12 (local.get $table))
        (i32.mul (local.get $key) (i32.load offset=16 (local.get $table))))
      (i32.const 0)
      (i32.load offset=16 (local.get $table)))
    (i32.store (i32.add (local.get $slots) (local.get $slot)) (local.get $hash))
    (i32.store offset=4 (i32.add (local.get $slots) (local.get $slot)) (i32.add (local.get $key) (i32.const 1)))
    (i32.store offset=24 (local.get $table) (i32.add (local.get $key) (i32.const 1)))
    (call $weigh (local.get $table) (local.get $key))
    (local.get $key))

  (func $weigh (param $table i32) (param $key i32)
    (local $values i32)
    (local.set $values
      (i32.add
        (i32.load offset=12 (local.get $table))
        (i32.mul (local.get $key) (i32.load offset=16 (local.get $table)))))
    (f64.store (local.get $values) (f64.add (f64.load (local.get $values)) (f64.const 1)))))
