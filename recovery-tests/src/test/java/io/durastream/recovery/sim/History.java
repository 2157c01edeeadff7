package io.durastream.recovery.sim;

import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.OperatorId;
import io.durastream.checkpoint.StateEntry;
import io.durastream.recovery.sim.Coverage.Event;
import io.durastream.recovery.sim.Faults.Rates;
import io.durastream.runtime.driver.CycleOptions;
import io.durastream.runtime.receiver.ReceivedBlocks;
import io.durastream.runtime.receiver.ReceivedLog;
import io.durastream.runtime.receiver.SimulatedReceiving;
import io.durastream.storage.Epoch;
import io.durastream.storage.FileInfo;
import io.durastream.storage.Storage;
import io.durastream.storage.sim.SimulatedDisk;
import io.durastream.wal.SegmentedLogOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A history from a seed: drivers take over from each other while they crash, sleep and lose answers, receivers do the
 * same, records flow. Then the faults end, one driver is left, and everything must have been counted.
 */
final class History implements Faults.Target {

    /** Of the witness, in storage operations. */
    static final String WITNESS = "witness";

    static final long BATCH_MILLIS = 500;

    /** Longer than any pause: what did not happen until then after the faults never does. */
    private static final long HEALING_MILLIS = 60_000;

    private static final int MAX_DRIVERS = 3;
    private static final int LUCKLESS = 1_000;

    private final boolean faulty;
    private final PlantedBug bug;
    private final Consumer<Object> trace;
    private final SplittableRandom random;
    private final SimulatedDisk disk;
    private final Scheduler scheduler;
    private final Coverage coverage = new Coverage();
    private final Witness witness;
    private final Faults faults;
    private final Sink sink = new Sink();
    private final List<Source> sources =
            List.of(new Source(OperatorId.of("positioned"), true), new Source(OperatorId.of("plain"), false));
    private final List<SimDriver> drivers = new ArrayList<>();
    private final List<SimProcess> receivers = new ArrayList<>();
    private final Set<SimProcess> wasPaused = new HashSet<>();
    private final Map<Source, Epoch> sealedBefore = new HashMap<>();
    private final SegmentedLogOptions logOptions;
    private final CycleOptions cycleOptions;
    private boolean healing;
    private int processes;

    History(long seed, boolean faulty, PlantedBug bug, Executor threads, Consumer<Object> trace) {
        this.faulty = faulty;
        this.bug = bug;
        this.trace = trace;
        random = new SplittableRandom(seed);
        disk = new SimulatedDisk(random.nextLong());
        scheduler = new Scheduler(random.split(), threads);
        witness = new Witness(disk.client(WITNESS), coverage);
        Rates rates = faulty
                ? new Rates(random.nextInt(30), random.nextInt(300), random.nextInt(200), random.nextInt(20))
                : Rates.NONE;
        faults = new Faults(random.split(), scheduler, witness, coverage, this, trace, rates);
        disk.hook(faults);
        logOptions = SegmentedLogOptions.defaults()
                .withSegmentBytes(random.nextBoolean() ? 1 : 400)
                .withAppendTries(2)
                .withSealThreads(1);
        cycleOptions = new CycleOptions(
                3, random.nextBoolean() ? BATCH_MILLIS : 0, random.nextInt(2, 7), BATCH_MILLIS, 20, 200);
    }

    /** Runs to the end and checks it. */
    void run() throws Throwable {
        try {
            disturb();
            if (!scheduler.failed()) {
                heal();
            }
        } catch (Violation violation) {
            scheduler.fail(violation);
        }
        List<SimProcess> all = new ArrayList<>(receivers);
        drivers.forEach(driver -> all.add(driver.process()));
        scheduler.finish(all);
    }

    Coverage coverage() {
        return coverage;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    Witness witness() {
        return witness;
    }

    PlantedBug bug() {
        return bug;
    }

    List<Source> sources() {
        return sources;
    }

    Source source(OperatorId id) {
        return sources.stream()
                .filter(source -> source.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    CycleOptions cycleOptions() {
        return cycleOptions;
    }

    ReceivedLog log(Source source, SimProcess process) {
        return SimulatedReceiving.log(process.storage(), source.id(), logOptions, process);
    }

    void write(BatchTime time, List<String> content) {
        sink.write(time, content);
    }

    int between(int from, int to) {
        return random.nextInt(from, to);
    }

    /** 0 to 99 while there is bad luck about. */
    int luck() {
        return healing || !faulty ? LUCKLESS : random.nextInt(100);
    }

    void fenced(SimDriver driver) {
        coverage.count(Event.DRIVER_FENCED);
        if (wasPaused.contains(driver.process())) {
            coverage.count(Event.ZOMBIE_FENCED);
        }
    }

    void sealed(Source source, Epoch before) {
        sealedBefore.merge(source, before, (a, b) -> a.isBefore(b) ? b : a);
    }

    boolean isSealed(Source source, Epoch epoch) {
        Epoch before = sealedBefore.get(source);
        return before != null && epoch.isBefore(before);
    }

    SimProcess startReceiver(SimDriver driver, Source source, ReceivedBlocks blocks, Epoch epoch) {
        SimProcess process = process("receiver", bug::receiverStorage);
        receivers.add(process);
        SimReceiver receiver = new SimReceiver(this, process, driver, source, blocks, epoch);
        process.spawn(receiver::live);
        return process;
    }

    @Override
    public void crash(String name) {
        for (SimDriver driver : drivers) {
            if (driver.process().name().equals(name)) {
                crash(driver);
            }
        }
        receivers.stream().filter(it -> it.name().equals(name)).forEach(this::crashReceiver);
    }

    @Override
    public void pause(String name) {
        drivers.stream()
                .map(SimDriver::process)
                .filter(it -> it.name().equals(name))
                .forEach(it -> pause(it, Event.DRIVER_PAUSED));
        receivers.stream().filter(it -> it.name().equals(name)).forEach(it -> pause(it, Event.RECEIVER_PAUSED));
    }

    private void disturb() {
        startDriver();
        long end = random.nextInt(1_500, 5_000);
        while (scheduler.nowMillis() < end && !scheduler.failed()) {
            scheduler.sleep(random.nextInt(20, 400));
            sources.forEach(source -> source.produce(random.nextInt(3)));
            if (faulty) {
                act();
            }
        }
    }

    private void act() {
        List<SimDriver> alive = alive();
        if (alive.isEmpty()) {
            startDriver();
            return;
        }
        SimDriver driver = alive.get(random.nextInt(alive.size()));
        switch (random.nextInt(14)) {
            case 7 -> faults.breakDownUntil(scheduler.nowMillis() + random.nextInt(50, 1_000));
            case 0, 1 -> crash(driver);
            case 2 -> pause(driver.process(), Event.DRIVER_PAUSED);
            case 3, 4 -> {
                if (alive.size() < MAX_DRIVERS) {
                    coverage.count(Event.SEVERAL_DRIVERS);
                    startDriver();
                }
            }
            case 5 -> anyReceiver(this::crashReceiver);
            case 6 -> anyReceiver(it -> pause(it, Event.RECEIVER_PAUSED));
            default -> {}
        }
    }

    private void heal() {
        faults.heal();
        healing = true;
        while (disk.delayed() > 0 && random.nextInt(8) > 0) {
            deliverOne();
        }
        // A driver that had its last try before the faults ended may still give up; not so two batches later.
        int settled = witness.committed().size() + 2;
        await(
                "one driver is left and leads",
                () -> isOneLeading() && witness.committed().size() >= settled);
        SimDriver last = alive().get(0);
        sources.forEach(source -> source.produce(2));
        await("everything is acknowledged", () -> sources.stream().allMatch(Source::isDone));
        await("everything is planned", last::hasPlannedAll);
        await("what is not needed any more is deleted", () -> isClean(last));
        last.stopGracefully();
        await("the driver stops", () -> !last.process().isRunning());
        check(last);
    }

    private void check(SimDriver last) {
        Violation.unless(last.endedWell(), () -> last.process() + " did not end well");
        Violation.unless(
                witness.state().pending().isEmpty(),
                () -> "Pending: " + witness.state().pending());
        Counts counts = committed();
        List<String> content = sink.contentOf(witness.committed());
        Violation.unless(
                Counts.NONE.plus(content).equals(counts), () -> "State is " + counts + " and outputs are " + content);
        for (Source source : sources) {
            for (int record = 1; record <= source.produced(); record++) {
                checkCount(source, Counts.key(source, record), counts.of(source, record));
            }
        }
        int produced = sources.stream().mapToInt(Source::produced).sum();
        Violation.unless(counts.byKey().size() == produced, () -> "Counted and never sent: " + counts);
        checkOrder(content);
    }

    /** Where the source has positions the order of the records is kept. */
    private void checkOrder(List<String> content) {
        Source source = sources.get(0);
        List<String> seen = content.stream()
                .filter(key -> key.startsWith(source.id() + ":"))
                .toList();
        for (int i = 0; i < seen.size(); i++) {
            String expected = Counts.key(source, i + 1);
            String found = seen.get(i);
            Violation.unless(found.equals(expected), () -> found + " stands where " + expected + " belongs");
        }
    }

    private static void checkCount(Source source, String key, int count) {
        Violation.unless(count > 0, () -> key + " is lost");
        Violation.unless(count == 1 || !source.isPositioned(), () -> key + " counts twice");
    }

    /** What the last driver's predecessors left is gone, but for what the log still refers to. */
    private boolean isClean(SimDriver last) {
        String mine =
                String.format("/%010d-", Objects.requireNonNull(last.epoch()).number());
        return disk.files().stream()
                .map(FileInfo::path)
                .filter(path -> path.name().endsWith(".seg") && !path.value().contains(mine))
                .allMatch(witness.referenced()::contains);
    }

    private Counts committed() {
        StateEntry entry = witness.state().stateOf(CountingRunner.STATE).get(0);
        if (entry == null) {
            return Counts.NONE;
        }
        try {
            return Counts.of(disk.content(Witness.stateFile(entry)));
        } catch (java.io.FileNotFoundException e) {
            throw new Violation("The committed state is not there", e);
        }
    }

    private boolean isOneLeading() {
        List<SimDriver> alive = alive();
        if (alive.isEmpty()) {
            startDriver();
        }
        return alive.size() == 1
                && !alive.get(0).isTakingOver()
                && !witness.isFenced(alive.get(0).epoch())
                && receivers.stream().noneMatch(it -> it.isRunning() && it.isPaused());
    }

    private void await(String what, BooleanSupplier condition) {
        long deadline = scheduler.nowMillis() + HEALING_MILLIS;
        while (!scheduler.failed() && !condition.getAsBoolean()) {
            Violation.unless(scheduler.nowMillis() < deadline, () -> "It never comes that " + what);
            scheduler.sleep(100);
        }
        if (scheduler.failed()) {
            throw new Violation("Another actor failed");
        }
    }

    private void startDriver() {
        SimDriver driver = new SimDriver(this, process("driver", storage -> bug.driverStorage(storage, disk)));
        drivers.add(driver);
        driver.process().spawn(driver::live);
    }

    private SimProcess process(String kind, UnaryOperator<Storage> decoration) {
        long skewMillis = faulty ? random.nextInt(-200, 200) : 0;
        return new SimProcess(kind + "-" + ++processes, scheduler, disk, skewMillis, decoration);
    }

    private List<SimDriver> alive() {
        return drivers.stream().filter(driver -> driver.process().isRunning()).toList();
    }

    private void crash(SimDriver driver) {
        if (!driver.process().isDead()) {
            trace.accept(scheduler.nowMillis() + " crash " + driver.process());
            coverage.count(driver.isTakingOver() ? Event.DRIVER_CRASHED_IN_TAKEOVER : Event.DRIVER_CRASHED);
            driver.process().kill();
        }
    }

    private void crashReceiver(SimProcess receiver) {
        if (!receiver.isDead()) {
            trace.accept(scheduler.nowMillis() + " crash " + receiver);
            coverage.count(Event.RECEIVER_CRASHED);
            receiver.kill();
        }
    }

    private void pause(SimProcess process, Event event) {
        if (!process.isPaused()) {
            trace.accept(scheduler.nowMillis() + " pause " + process);
            coverage.count(event);
            wasPaused.add(process);
            process.pauseUntil(scheduler.nowMillis()
                    + (random.nextInt(4) == 0 ? random.nextInt(3_000, 8_000) : random.nextInt(100, 2_000)));
        }
    }

    private void anyReceiver(Consumer<SimProcess> action) {
        List<SimProcess> running =
                receivers.stream().filter(SimProcess::isRunning).toList();
        if (!running.isEmpty()) {
            action.accept(running.get(random.nextInt(running.size())));
        }
    }

    @Override
    public void deliverOne() {
        if (disk.delayed() > 0) {
            coverage.count(Event.EFFECT_ARRIVED_LATE);
            trace.accept(scheduler.nowMillis() + " late effect");
            disk.deliver(random.nextInt(disk.delayed()));
            witness.look();
        }
    }
}
