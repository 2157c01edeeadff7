package io.durastream.runtime.standby;

import io.durastream.runtime.spark.ExecutorPool;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the executors of a standby down to a number, until it leads. Used by one thread at a time. */
public final class HeldExecutors {

    private static final Logger LOG = LoggerFactory.getLogger(HeldExecutors.class);

    private final ExecutorPool pool;
    private final int most;
    private boolean asked;

    /**
     * Does nothing yet.
     *
     * @param most so many there may be
     */
    public HeldExecutors(ExecutorPool pool, int most) {
        this.pool = pool;
        this.most = most;
    }

    /** Gives back what there is too much: executors that come up after they were asked for are found by a later call. */
    void hold() {
        if (!asked) {
            LOG.info("This standby asks for {} executors, and gives others back", most);
            pool.requestTotal(most);
            asked = true;
        }
        List<String> executors = pool.executors();
        executors.stream().skip(most).forEach(pool::kill);
    }

    /** Asks for all that the application is to have. */
    void release() {
        if (asked) {
            int all = pool.configured();
            LOG.info("All executors are asked for, up to {}", all);
            pool.requestTotal(all);
        }
    }
}
