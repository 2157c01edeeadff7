package io.durastream.runtime.receiver;

import io.durastream.SourcePosition;
import io.durastream.runtime.receiver.DriverLink.Registration;
import io.durastream.runtime.spark.Rpc;
import io.durastream.wal.LogPosition;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What receivers and the driver say to each other, as arrays of JDK types (see {@link Rpc}).
 *
 * <pre>
 * to the driver    "register", stream, host, executor, address of the receiver  answer: attempt, predecessor,
 *                                                                                        position, first cache id, rate;
 *                                                                                        or none
 *                  "block", stream, attempt, encoded block                      answer: taken or not, rate
 *                  "error" or "stopped", stream, attempt, message, stack trace  answer: of no meaning
 * to the receiver  "stop", message
 * </pre>
 *
 * <p>A rate is how many records a second the receiver may store from now on, {@code Long.MAX_VALUE} for no limit. It comes
 * with every acknowledgement, and a receiver that stores nothing needs none.
 */
final class ReceiverMessages {

    static final String REGISTER = "register";
    static final String BLOCK = "block";
    static final String ERROR = "error";
    static final String STOPPED = "stopped";
    static final String STOP = "stop";

    private ReceiverMessages() {}

    static Object[] answer(boolean taken, long rate) {
        return new Object[] {taken, rate};
    }

    static Object[] answer(Optional<Registration> registration, long rate) {
        return registration
                .map(it -> new Object[] {
                    it.attempt(),
                    it.predecessor() == null ? new byte[0] : bytes(it.predecessor()),
                    it.lastPosition() == null
                            ? new String[0]
                            : new String[] {it.lastPosition().value()},
                    it.firstCacheId(),
                    rate
                })
                .orElse(new Object[0]);
    }

    static Optional<Registration> registration(Object[] answer) {
        if (answer.length == 0) {
            return Optional.empty();
        }
        byte[] predecessor = (byte[]) answer[1];
        String[] position = (String[]) answer[2];
        return Optional.of(new Registration(
                (Long) answer[0],
                predecessor.length == 0 ? null : LogPosition.readFrom(ByteBuffer.wrap(predecessor)),
                position.length == 0 ? null : new SourcePosition(position[0]),
                (Long) answer[3]));
    }

    private static byte[] bytes(LogPosition position) {
        ByteBuffer bytes = ByteBuffer.allocate(position.encodedBytes());
        position.writeTo(bytes);
        return bytes.array();
    }

    /**
     * The link of a receiver on an executor.
     *
     * @param rate is told the rate that comes with an answer
     * @param limit how long the driver may take to answer
     */
    record RpcDriverLink(Rpc.Peer driver, int streamId, Identity self, LongConsumer rate, Duration limit)
            implements DriverLink {

        @Override
        public Optional<Registration> register() throws IOException {
            Object[] answer =
                    (Object[]) driver.ask(limit, REGISTER, streamId, self.host(), self.executorId(), self.address());
            if (answer.length > 0) {
                rate.accept((Long) answer[4]);
            }
            return registration(answer);
        }

        @Override
        public boolean report(long attempt, ReceivedBlock block) throws IOException {
            Object[] answer = (Object[]) driver.ask(limit, BLOCK, streamId, attempt, block.toBytes());
            rate.accept((Long) answer[1]);
            return (Boolean) answer[0];
        }

        @Override
        public void error(long attempt, String message, @Nullable Throwable error) {
            driver.send(ERROR, streamId, attempt, message, stackTrace(error));
        }

        @Override
        public void stopped(long attempt, String message, @Nullable Throwable error) {
            driver.send(STOPPED, streamId, attempt, message, stackTrace(error));
        }

        private static String stackTrace(@Nullable Throwable error) {
            if (error == null) {
                return "";
            }
            StringWriter text = new StringWriter();
            error.printStackTrace(new PrintWriter(text));
            return text.toString();
        }
    }

    /** Who a receiver is, and the address at which it can be told to stop. */
    record Identity(String host, String executorId, Object address) {}
}
