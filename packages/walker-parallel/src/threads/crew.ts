/** Words of the memory that the members of a crew share, before the parcels. */
const LOCK = 0;
/** Changes whenever somebody who waits should look again. */
const BELL = 1;
/** Members that have come and not left. */
const STARTED = 2;
/** Those of them that wait for work. */
const IDLE = 3;
/** 1 once nobody has work any more. */
const OVER = 4;
const PARCELS = 5;
/** Bytes that parcels take. */
const USED = 6;
/** 1 once somebody left work undone. */
const CUT = 7;
/** Members that ever came. */
const JOINED = 8;
/** Batches that were handed on and not yet read. */
const UNREAD = 9;
const HEADER_BYTES = 64;

/** Batches that may wait to be read; who is further ahead waits itself. */
const MOST_UNREAD = 64;

/** So few that nobody ever waits again. */
const NOBODY_READS = -(2 ** 30);

const FREE = 0;
const HELD = 1;
const CONTENDED = 2;

/** Bytes for parcels. Those that do not fit stay with their owner. */
const POOL_BYTES = 256 * 1024;

/** Bytes in front of a parcel's end that say how long it is. */
const LENGTH_BYTES = 4;

/**
 * What several threads share of one piece of work that makes more work: a pool of parcels, and the knowledge of when
 * nothing is left.
 *
 * The protocol is that of the native core's scheduler, whose README says why it ends. Each member has a stack of its
 * own, which nobody else sees. One that runs out takes a parcel from the pool, or waits; one that sees others wait puts
 * some of its work into the pool. All of it is under one lock: work is over once the pool is empty and all members
 * wait, which stays true once it is.
 */
export interface Crew {
  /** Joins. Who joins has no work yet, and takes some next. */
  join(): void;
  /** Leaves for good, without any work left. */
  leave(): void;
  /** The next parcel; waits for one. `undefined` once there is nothing left. Blocks the thread. */
  take(): Uint8Array | undefined;
  /** How many parcels would find a taker at once. Takes no lock: the answer may be out of date. */
  wanted(): number;
  /** Puts parcels into the pool, as far as there is room; says how many. */
  give(parcels: readonly Uint8Array[]): number;
  /** Notes that work is left undone on purpose. */
  cut(): void;
  /** Whether work was left undone. */
  wasCut(): boolean;
  /** Whether nothing is left. */
  isOver(): boolean;
  /** How many members ever joined. */
  joined(): number;
  /** Counts a batch that is about to be handed on; waits while too many are unread. Blocks the thread. */
  handOn(): void;
  /** Counts a batch that was read. */
  read(): void;
  /** Nobody reads any more: whoever waits goes on, and nobody waits again. */
  stopReading(): void;
  /** Ends it whatever is left: a member has died. */
  end(): void;
}

/** Memory for a {@link Crew}, to be handed to every member. */
export function crewMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(HEADER_BYTES + POOL_BYTES);
}

/** A crew's shared side, for one member. */
export function createCrew(memory: SharedArrayBuffer): Crew {
  const words = new Int32Array(memory, 0, HEADER_BYTES / 4);
  const pool = new Uint8Array(memory, HEADER_BYTES, POOL_BYTES);
  const lengths = new DataView(memory, HEADER_BYTES, POOL_BYTES);

  /** A mutex of three states: only who finds it contended asks the system (Drepper, Futexes Are Tricky, 2011). */
  function locked<T>(work: () => T): T {
    if (Atomics.compareExchange(words, LOCK, FREE, HELD) !== FREE) {
      while (Atomics.exchange(words, LOCK, CONTENDED) !== FREE) Atomics.wait(words, LOCK, CONTENDED);
    }
    try {
      return work();
    } finally {
      if (Atomics.exchange(words, LOCK, FREE) === CONTENDED) Atomics.notify(words, LOCK, 1);
    }
  }

  function load(word: number): number {
    return Atomics.load(words, word);
  }

  function ring(members: number): void {
    Atomics.add(words, BELL, 1);
    Atomics.notify(words, BELL, members);
  }

  /** Under the lock: ends the work if nobody has any. */
  function endIfDone(): void {
    if (load(OVER) === 1 || load(PARCELS) > 0 || load(IDLE) < load(STARTED)) return;
    Atomics.store(words, OVER, 1);
    ring(Number.POSITIVE_INFINITY);
  }

  /** Under the lock: the parcel on top, copied. */
  function pop(): Uint8Array {
    const end = load(USED) - LENGTH_BYTES;
    const start = end - lengths.getUint32(end);
    Atomics.store(words, USED, start);
    Atomics.sub(words, PARCELS, 1);
    return pool.slice(start, end);
  }

  return {
    join: () =>
      locked(() => {
        Atomics.add(words, STARTED, 1);
        Atomics.add(words, JOINED, 1);
      }),
    leave: () =>
      locked(() => {
        Atomics.sub(words, STARTED, 1);
        endIfDone();
      }),
    take() {
      let waits = false;
      for (;;) {
        const bell = load(BELL);
        const found = locked(() => {
          if (load(OVER) === 1) return "over";
          if (load(PARCELS) > 0) {
            if (waits) Atomics.sub(words, IDLE, 1);
            return pop();
          }
          if (!waits) Atomics.add(words, IDLE, 1);
          waits = true;
          endIfDone();
          return load(OVER) === 1 ? "over" : undefined;
        });
        if (found === "over") return undefined;
        if (found !== undefined) return found;
        Atomics.wait(words, BELL, bell);
      }
    },
    wanted: () => load(IDLE) - load(PARCELS),
    give: (parcels) =>
      locked(() => {
        let given = 0;
        for (const parcel of parcels) {
          const start = load(USED);
          const end = start + parcel.length;
          if (end + LENGTH_BYTES > POOL_BYTES) break;
          pool.set(parcel, start);
          lengths.setUint32(end, parcel.length);
          Atomics.store(words, USED, end + LENGTH_BYTES);
          Atomics.add(words, PARCELS, 1);
          given += 1;
        }
        if (given > 0) ring(given);
        return given;
      }),
    handOn() {
      for (let unread = load(UNREAD); unread >= MOST_UNREAD; unread = load(UNREAD)) Atomics.wait(words, UNREAD, unread);
      Atomics.add(words, UNREAD, 1);
    },
    read() {
      Atomics.sub(words, UNREAD, 1);
      Atomics.notify(words, UNREAD);
    },
    stopReading() {
      Atomics.store(words, UNREAD, NOBODY_READS);
      Atomics.notify(words, UNREAD);
    },
    cut: () => Atomics.store(words, CUT, 1),
    wasCut: () => load(CUT) === 1,
    isOver: () => load(OVER) === 1,
    joined: () => load(JOINED),
    end: () =>
      locked(() => {
        Atomics.store(words, OVER, 1);
        ring(Number.POSITIVE_INFINITY);
      }),
  };
}
