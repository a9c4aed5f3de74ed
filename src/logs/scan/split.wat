;; The inner loops of split.ts, sixteen bytes at a time. They say the same as the TypeScript there, and are tested against it.
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
    (select (i32.const -1) (local.get $count) (i32.lt_u (local.get $count) (local.get $least)))))
