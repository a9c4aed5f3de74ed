// Records are collected here and then added table by table, so that a table's memory stays in the cache while many keys
// are looked up, and cache misses of different keys overlap. A table sees its keys in the order of the lines whatever
// the batch size, so the size does not affect results.
import {
  AGENT_OCTAVES,
  BALANCER_REFUSED,
  CLIENT_MINUTES,
  CLOSED,
  CONNECTIONS,
  LOAD_BALANCERS,
  MINUTE_CLOSED,
  MINUTE_OPENED,
  NODE_MINUTES,
  NODES,
  REQUEST_FIRST,
  REQUEST_LAST,
  REQUESTS,
  ROUTES,
  TARGET_FIRST_OPENED,
  TARGET_LAST_CLOSED,
  TARGET_MINUTES,
  TARGET_OCTAVES,
  TARGETS,
  USER_AGENTS,
} from '../layout.ts';
import { addClient, asksClient } from './clients.ts';
import { addFailures } from './failures.ts';
import { hashOfKey, hashOfPair, hashOfWord } from './hash.ts';
import { addPicture, isPictured } from './pictures.ts';
import { asking, CAPACITY, failures, others, Record, record, selected, selectIf, sockets } from './record.ts';
import { add, find, findHashed, findWord, Table } from './table.ts';
import { addTraffic, noteSpan, table } from './tables.ts';

export { Record };

let size = 0;

/** The next record, which still holds values of an earlier line. */
export function nextRecord(): Record {
  if (size == CAPACITY) flush();
  return record(size++);
}

/** Adds the collected records to the tables. Until then, the text must stay where it is. */
export function flush(): void {
  prepare(size);
  size = 0;
  addClosed();
  addTargets();
  addTargetMinutes();
  for (let index = 0; index < asking.size; index++) addClient(selected(asking, index));
  addClientMinutes();
  addRoutes();
  addAgents();
  addLoadBalancers();
  addNodes();
  addRequests();
  addFailures();
  if (!isPictured) return;
  for (let index = 0; index < sockets.size; index++) addPicture(selected(sockets, index));
}

/** Sorts the records by what they are added to, and hashes each word once, however many tables it is a key of. */
function prepare(count: i32): void {
  sockets.size = 0;
  failures.size = 0;
  others.size = 0;
  asking.size = 0;
  for (let index = 0; index < count; index++) {
    const each = record(index);
    const isSocket = each.isSocket;
    const isFailed = each.isFailed;
    const isAsking = asksClient(each);
    selectIf(isSocket, sockets, index);
    selectIf(isFailed, failures, index);
    selectIf(!isSocket && !isFailed, others, index);
    selectIf(isAsking, asking, index);
    each.routeHash = hashOfWord(each.routeStart, <i32>(each.routeEnd - each.routeStart));
    if (!isFailed && !isAsking) continue;
    each.clientHash = hashOfWord(each.clientStart, <i32>(each.clientEnd - each.clientStart));
    if (!isSocket && !isFailed) continue;
    each.targetHash = hashOfWord(each.targetStart, <i32>(each.targetEnd - each.targetStart));
    each.agentHash = hashOfWord(each.agentStart, <i32>(each.agentEnd - each.agentStart));
    if (!isSocket) continue;
    each.groupHash = hashOfWord(each.groupStart, <i32>(each.groupEnd - each.groupStart));
    each.nodeHash = hashOfWord(each.nodeStart, <i32>(each.nodeEnd - each.nodeStart));
  }
}

function addClosed(): void {
  const closed = table(CLOSED);
  for (let index = 0; index < sockets.size; index++) {
    const each = selected(sockets, index);
    add(find(closed, each.cipherStart, each.cipherEnd, 0, 0, each.tag), CONNECTIONS, 1);
  }
}

function addTargets(): void {
  const targets = table(TARGETS);
  for (let index = 0; index < sockets.size; index++) {
    const each = selected(sockets, index);
    const entry = findHashed(
      targets,
      hashOfKey(hashOfPair(each.targetHash, each.groupHash), 0),
      each.targetStart,
      <i32>(each.targetEnd - each.targetStart),
      each.groupStart,
      <i32>(each.groupEnd - each.groupStart),
      0,
    );
    addTraffic(entry, each.received, each.sent, each.isShort);
    if (each.octave >= 0) add(entry, TARGET_OCTAVES + each.octave, 1);
    noteSpan(entry, TARGET_FIRST_OPENED, each.opened, TARGET_LAST_CLOSED, each.closed);
  }
}

function addTargetMinutes(): void {
  const minutes = table(TARGET_MINUTES);
  for (let index = 0; index < sockets.size; index++) {
    const each = selected(sockets, index);
    const hash = each.targetHash;
    const start = each.targetStart;
    const end = each.targetEnd;
    const closed = findWord(minutes, hash, start, end, each.closedMinute);
    add(closed, MINUTE_CLOSED, 1);
    if (each.opened < 0) continue;
    add(findWord(minutes, hash, start, end, each.openedMinute), MINUTE_OPENED, 1);
  }
}

function addClientMinutes(): void {
  const minutes = table(CLIENT_MINUTES);
  for (let index = 0; index < sockets.size; index++) {
    const each = selected(sockets, index);
    if (each.opened < 0) continue;
    const entry = findWord(minutes, each.clientHash, each.clientStart, each.clientEnd, each.openedMinute);
    add(entry, CONNECTIONS, 1);
  }
}

function addRoutes(): void {
  const routes = table(ROUTES);
  for (let index = 0; index < sockets.size; index++) {
    const each = selected(sockets, index);
    addWord(routes, each, each.routeHash, each.routeStart, each.routeEnd);
  }
}

function addLoadBalancers(): void {
  const balancers = table(LOAD_BALANCERS);
  for (let index = 0; index < asking.size; index++) {
    const each = selected(asking, index);
    // Includes one that only refuses: otherwise its outage would be in no row.
    if (!each.isSocket && !each.isRefused) continue;
    const start = each.loadBalancerStart;
    const end = each.loadBalancerEnd;
    const entry = findWord(balancers, hashOfWord(start, <i32>(end - start)), start, end, 0);
    if (each.isSocket) addTraffic(entry, each.received, each.sent, each.isShort);
    else add(entry, BALANCER_REFUSED, 1);
  }
}

function addNodes(): void {
  const nodes = table(NODES);
  const minutes = table(NODE_MINUTES);
  for (let index = 0; index < sockets.size; index++) {
    const each = selected(sockets, index);
    addWord(nodes, each, each.nodeHash, each.nodeStart, each.nodeEnd);
    const minute = findWord(minutes, each.nodeHash, each.nodeStart, each.nodeEnd, each.closedMinute);
    add(minute, CONNECTIONS, 1);
  }
}

function addWord(words: Table, each: Record, hash: u64, start: usize, end: usize): void {
  addTraffic(findWord(words, hash, start, end, 0), each.received, each.sent, each.isShort);
}

function addAgents(): void {
  const agents = table(USER_AGENTS);
  for (let index = 0; index < sockets.size; index++) {
    const each = selected(sockets, index);
    const entry = findWord(agents, each.agentHash, each.agentStart, each.agentEnd, 0);
    addTraffic(entry, each.received, each.sent, each.isShort);
    if (each.octave >= 0) add(entry, AGENT_OCTAVES + each.octave, 1);
  }
}

/** Counts requests that are neither WebSockets nor possibly failed upgrades. */
function addRequests(): void {
  const requests = table(REQUESTS);
  for (let index = 0; index < others.size; index++) {
    const each = selected(others, index);
    const entry = findWord(requests, each.routeHash, each.routeStart, each.routeEnd, each.tag);
    add(entry, CONNECTIONS, 1);
    noteSpan(entry, REQUEST_FIRST, each.closed, REQUEST_LAST, each.closed);
  }
}
