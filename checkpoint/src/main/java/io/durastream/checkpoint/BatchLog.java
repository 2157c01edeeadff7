package io.durastream.checkpoint;

import io.durastream.checkpoint.BatchRecord.EpochStarted;
import io.durastream.checkpoint.CommitOutcome.Committed;
import io.durastream.checkpoint.CommitOutcome.Fenced;
import io.durastream.checkpoint.CommitOutcome.Unknown;
import io.durastream.checkpoint.SlotWriter.Ours;
import io.durastream.checkpoint.SlotWriter.Slot;
import io.durastream.checkpoint.SlotWriter.Theirs;
import io.durastream.checkpoint.SlotWriter.Undecided;
import io.durastream.storage.Clock;
import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The batch log as its present writer holds it. Owned by one thread, the driver's batch thread.
 *
 * <p>The log is a sequence of entries with numbers from 1 without gaps. An append is a put-if-absent of the next number,
 * and a driver takes over by putting {@link EpochStarted} there: from then on whoever held the log before finds the
 * number taken, and is fenced. Safety rests on put-if-absent alone, not on clocks or elections.
 *
 * <h2>Why compaction does not undo fencing</h2>
 *
 * <p>{@link Compaction} deletes files, so a slot that was taken may be free again, and a put into it may succeed. Four
 * rules keep such a put from counting. {@code b} is the newest snapshot that its writer knew, {@code n} the slot.
 *
 * <ol>
 *   <li>A reader ignores every entry that the newest snapshot covers. A compaction puts its snapshot first, lists, puts
 *       the marker {@code compacted}, and only then deletes: the older snapshots in rising order, then covered entries,
 *       and it stops at the first failure. It never deletes its own snapshot, so of all snapshots ever acknowledged the
 *       newest is there at any time. A snapshot's name is put once. Whatever a compactor that lost the log meanwhile
 *       still deletes is covered by a snapshot, its own or a newer one.
 *   <li>An entry with {@code EpochStarted} is never deleted. The slot behind the last entry that the writer of an epoch
 *       knows to be its own holds either an entry of its own with an outcome it does not know, or the next epoch's
 *       start. So a <em>first</em> put of an append that succeeds is always right, however long the writer slept.
 *   <li>A put of an append that is <em>repeated</em> after an unknown outcome may succeed although the entry was there
 *       before, was read by a new epoch, and was compacted away. The writer then reads the log: if it goes on behind the
 *       slot, the writer is fenced. (The entry counts, as part of the snapshot; the file is garbage.)
 *   <li>A claim comes from outside and knows no slot of its own: it may have slept between reading the log and its put,
 *       while the entry in {@code n} came and went. So it then lists, and goes on only when {@code b} is still the newest
 *       snapshot, and exists <em>after</em> the listing too (or, when it knew no snapshot, when there is neither a
 *       snapshot nor the marker). Otherwise the claim is void and it reads again.
 * </ol>
 *
 * <p>Rule 4 needs the last look because a listing is not a moment. Suppose {@code n} had been deleted before the put.
 * Then a snapshot {@code k >= n > b} was acknowledged before the listing began; let it be the newest such. The listing
 * does not show it, so it was deleted meanwhile, by a compaction that itself listed after {@code b} had been read, and
 * that by rule 1 had deleted {@code b} before it. Without a {@code b} the marker, older than any deletion, would have
 * been seen.
 */
public final class BatchLog {

    private final LogDirectory directory;
    private final LogReader reader;
    private final SlotWriter slots;
    private final Clock clock;
    private final WriterId writer;
    private final Epoch epoch;

    private LogState state;
    private long newestSnapshot;
    private @Nullable LogEntry undecided;
    private @Nullable Fenced fenced;

    private BatchLog(LogDirectory directory, SlotWriter slots, Clock clock, LogState state, long newestSnapshot) {
        this.directory = directory;
        this.reader = new LogReader(directory);
        this.slots = slots;
        this.clock = clock;
        this.writer = state.writer().orElseThrow();
        this.epoch = state.epoch().orElseThrow();
        this.state = state;
        this.newestSnapshot = newestSnapshot;
    }

    /**
     * Reads the log to its end and changes nothing. Any thread, any process, at any time.
     *
     * @throws io.durastream.storage.DamagedFileException when a file of the log is damaged or missing; there is no
     *     falling back to an older snapshot
     */
    public static BatchLogView read(Storage storage) throws IOException {
        return new LogReader(new LogDirectory(storage)).read();
    }

    /**
     * Takes the log over: begins the next epoch. When this returns, {@link EpochStarted} is durable and no append of an
     * earlier epoch can be acknowledged any more. The caller becomes the log's one thread.
     *
     * @param writer unique to this start of a driver
     * @param host where the driver runs, for people
     * @throws io.durastream.storage.DamagedFileException when the log is damaged
     * @throws IOException when the storage failed or others were faster too often; an epoch may have been begun, which
     *     is of no harm, and claiming again is safe
     */
    public static BatchLog claim(Storage storage, WriterId writer, String host, Clock clock, BatchLogOptions options)
            throws IOException {
        return claim(new LogDirectory(storage), LogReader.NOTHING, writer, host, clock, options);
    }

    /** The same for who has read the log before: only what is new since is read. Rule 4 covers the time between, too. */
    static BatchLog claim(
            LogDirectory directory,
            BatchLogView known,
            WriterId writer,
            String host,
            Clock clock,
            BatchLogOptions options)
            throws IOException {
        LogReader reader = new LogReader(directory);
        SlotWriter slots = new SlotWriter(directory, clock, options);
        long wallMillis = clock.wallMillis();
        for (int attempt = 0; attempt < options.claimAttempts(); attempt++) {
            BatchLogView base = reader.readOn(known);
            LogEntry entry = startAfter(base.state(), writer, host, wallMillis);
            Slot slot = slots.put(entry);
            if (slot instanceof Undecided unknown) {
                throw new IOException(
                        "Epoch " + entry.epoch() + " may or may not have begun in " + directory.location()
                                + "; claim again when the storage answers",
                        unknown.cause());
            }
            long snapshot = base.snapshot().sequence();
            if (slot instanceof Ours && directory.isBuiltOn(snapshot)) {
                return new BatchLog(directory, slots, clock, base.state().apply(entry), snapshot);
            }
        }
        throw new IOException("Others were faster in each of " + options.claimAttempts() + " attempts to claim "
                + directory.location() + "; look for drivers that claim it in a loop");
    }

    /** The epoch that this writer began. */
    public Epoch epoch() {
        return epoch;
    }

    /** The fold of all entries that this writer knows to be durable. */
    public LogState state() {
        return state;
    }

    /** How many entries a recovery would read behind the newest snapshot: what decides when to {@linkplain #compaction compact}. */
    public long entriesSinceSnapshot() {
        return state.sequence() - newestSnapshot;
    }

    /**
     * Appends one entry with these records. They are durable when this returns {@link Committed}. In the good case this
     * is exactly one put-if-absent.
     *
     * <p>{@link Unknown} means that these records, or those of an earlier append that is still undecided, may or may not
     * be in the log; nothing that depends on them may happen. The next call decides the earlier append first. Calling
     * again with equal records does not append them twice: it gives the outcome of the append that was undecided.
     *
     * @param records at least one, no {@link EpochStarted}
     * @throws IllegalStateException when the records cannot follow, see {@link LogState#apply}; nothing was written
     */
    public CommitOutcome append(List<BatchRecord> records) {
        if (records.stream().anyMatch(EpochStarted.class::isInstance)) {
            throw new IllegalArgumentException("An epoch is started by claim() alone");
        }
        LogEntry earlier = undecided;
        if (earlier != null) {
            CommitOutcome outcome = settle();
            if (!(outcome instanceof Committed) || earlier.records().equals(records)) {
                return outcome;
            }
        }
        if (fenced != null) {
            return fenced;
        }
        LogEntry entry = new LogEntry(state.sequence() + 1, epoch, writer, clock.wallMillis(), records);
        LogState next = state.apply(entry);
        return conclude(entry, next, slots.put(entry));
    }

    /**
     * Decides the append whose outcome was {@link Unknown}, if there is one, and gives its outcome. Otherwise
     * {@link Committed} with the last sequence number, or {@link Fenced} if that is known already.
     */
    public CommitOutcome settle() {
        if (fenced != null) {
            return fenced;
        }
        LogEntry entry = undecided;
        if (entry == null) {
            return new Committed(state.sequence());
        }
        return conclude(entry, state.apply(entry), slots.decide(entry, new IOException("Not looked at yet")));
    }

    /** Runs a {@link #compaction} at once. */
    public void compact() throws IOException {
        Optional<Compaction> compaction = compaction();
        if (compaction.isPresent()) {
            compaction.get().run();
        }
    }

    /**
     * What compacts the log up to {@link #state()}: to be run soon, once, and before the next one. Empty when this writer
     * is fenced.
     *
     * @throws IOException when the last append is undecided: there is nothing that could be compacted up to
     */
    public Optional<Compaction> compaction() throws IOException {
        CommitOutcome outcome = settle();
        if (outcome instanceof Unknown unknown) {
            throw new IOException("Not compacted: the last append is undecided", unknown.cause());
        }
        if (outcome instanceof Fenced) {
            return Optional.empty();
        }
        // Told apart before the put, so that no name is put twice; a put that had no effect is found out when the
        // snapshot is read back.
        boolean snapshotIsNew = newestSnapshot < state.sequence();
        newestSnapshot = state.sequence();
        return Optional.of(new Compaction(directory, state, snapshotIsNew));
    }

    private CommitOutcome conclude(LogEntry entry, LogState next, Slot slot) {
        undecided = null;
        if (slot instanceof Theirs theirs) {
            return fence(theirs.entry().epoch(), entry);
        }
        if (slot instanceof Undecided unknown) {
            return leaveUndecided(entry, unknown.cause());
        }
        if (slot instanceof Ours ours && ours.late()) {
            try {
                LogState now = reader.read().state();
                if (now.sequence() > entry.sequence()) {
                    return fence(now.epoch().orElseThrow(), entry);
                }
            } catch (IOException e) {
                return leaveUndecided(entry, e);
            }
        }
        state = next;
        return new Committed(entry.sequence());
    }

    private CommitOutcome leaveUndecided(LogEntry entry, IOException cause) {
        undecided = entry;
        return new Unknown(cause);
    }

    private CommitOutcome fence(Epoch by, LogEntry entry) {
        if (!epoch.isBefore(by)) {
            throw new IllegalStateException(
                    "Entry " + entry.sequence() + " of epoch " + epoch + " is superseded by epoch "
                            + by + ", which is not a later one. Somebody writes to " + directory.location()
                            + " without claiming it");
        }
        fenced = new Fenced(by);
        return fenced;
    }

    private static LogEntry startAfter(LogState base, WriterId writer, String host, long wallMillis) {
        Epoch next = base.epoch().map(Epoch::next).orElse(Epoch.of(1));
        EpochStarted started = new EpochStarted(next, writer, wallMillis, host);
        return new LogEntry(base.sequence() + 1, next, writer, wallMillis, List.of(started));
    }
}
