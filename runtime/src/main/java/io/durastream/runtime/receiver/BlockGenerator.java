package io.durastream.runtime.receiver;

import io.durastream.storage.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers records that come one at a time into blocks, and stores them in the background.
 *
 * <p>Two threads: one cuts a block every interval and puts it into a queue of bounded length, one takes blocks from
 * there and stores them, again and again while the log cannot be written. So when storage is slow or away the queue
 * fills and {@link #add} blocks.
 */
final class BlockGenerator<T> {

    private static final Logger LOG = LoggerFactory.getLogger(BlockGenerator.class);
    private static final long RETRY_MILLIS = 500;
    private static final long STOP_MILLIS = 5_000;

    private final long intervalMillis;
    private final Sink<T> sink;
    private final Clock clock;
    private final BlockingQueue<List<T>> queue;
    private final Thread cutter;
    private final Thread storer;
    private final Object lock = new Object();

    /** Guarded by the lock: receiver threads add, the cutter takes. */
    private List<T> current = new ArrayList<>();
    /**
     * Written by whoever stops, read by all threads. The last cut comes after it and is made under the lock, as every
     * addition is: so a record is either in the last block or refused.
     */
    private volatile boolean stopped;
    /** Set once the last block is in the queue; read by the storing thread. */
    private volatile boolean complete;

    BlockGenerator(String name, long intervalMillis, int queueLength, Sink<T> sink, Clock clock) {
        this.intervalMillis = intervalMillis;
        this.sink = sink;
        this.clock = clock;
        this.queue = new ArrayBlockingQueue<>(queueLength);
        this.cutter = new Thread(this::cutBlocks, name + "-cut");
        this.storer = new Thread(this::storeBlocks, name + "-store");
        cutter.setDaemon(true);
        storer.setDaemon(true);
    }

    void start() {
        cutter.start();
        storer.start();
    }

    /**
     * Adds a record to the current block. Blocks while the queue is full.
     *
     * @throws IllegalStateException once it was stopped
     */
    void add(T record) {
        synchronized (lock) {
            if (stopped) {
                throw new IllegalStateException(
                        "Cannot add data as BlockGenerator has not been started or has been stopped");
            }
            current.add(record);
        }
    }

    /** Takes no more records, and stores those it has, as long as that is possible soon. */
    void stop() throws InterruptedException {
        stopped = true;
        try {
            cutter.interrupt();
            cutter.join(STOP_MILLIS);
            cutLast();
        } finally {
            complete = true;
        }
        storer.join(STOP_MILLIS);
        storer.interrupt();
    }

    /** Ends the current block, if it has records. Blocks while the queue is full. */
    void cut() throws InterruptedException {
        synchronized (lock) {
            if (!current.isEmpty()) {
                // Under the lock on purpose: while there is no room for this block, nobody may begin the next one.
                queue.put(current);
                current = new ArrayList<>();
            }
        }
    }

    /** Stores one block if there is one soon. */
    void storeNext() throws InterruptedException {
        List<T> block = queue.poll(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        while (block != null && !tryToStore(block)) {
            clock.sleep(RETRY_MILLIS);
        }
    }

    private void cutBlocks() {
        try {
            while (!stopped) {
                clock.sleep(intervalMillis - Math.floorMod(clock.wallMillis(), intervalMillis));
                cut();
            }
        } catch (InterruptedException e) {
            LOG.debug("No more blocks are begun", e);
        }
    }

    private void cutLast() throws InterruptedException {
        synchronized (lock) {
            if (!current.isEmpty() && !queue.offer(current, STOP_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.warn("{} records of a receiver were not stored: storage is not available", current.size());
            }
        }
    }

    private void storeBlocks() {
        try {
            while (!complete || !queue.isEmpty()) {
                storeNext();
            }
        } catch (InterruptedException e) {
            LOG.warn("Up to {} blocks of a receiver were not stored: storage is not available", queue.size() + 1);
        }
    }

    /** @return whether the block is done with: stored, or to be given up with its attempt */
    private boolean tryToStore(List<T> block) {
        try {
            sink.store(block);
            return true;
        } catch (AttemptOverException e) {
            LOG.info("{} records that were not acknowledged go with their receiver", block.size());
            return true;
        } catch (IOException e) {
            LOG.warn("A received block of {} records cannot be stored; trying again", block.size(), e);
            return false;
        }
    }

    /** Stores a block; returns when it is durable. */
    interface Sink<T> {
        void store(List<T> records) throws IOException;
    }
}
