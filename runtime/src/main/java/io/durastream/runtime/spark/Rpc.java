package io.durastream.runtime.spark;

import java.io.IOException;
import java.time.Duration;
import org.apache.spark.SparkEnv;
import org.apache.spark.rpc.RpcCallContext;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.rpc.RpcTimeout;
import org.apache.spark.rpc.ThreadSafeRpcEndpoint;
import org.apache.spark.util.RpcUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.PartialFunction;
import scala.concurrent.duration.FiniteDuration;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractPartialFunction;
import scala.runtime.BoxedUnit;

/**
 * Messages between the driver and its executors, over Spark's own connections.
 *
 * <p>Messages and replies are arrays of JDK types and {@linkplain Server#address() addresses}: Spark's network threads
 * know the classes of neither the application nor this library when these came in {@code spark.jars}.
 */
public final class Rpc {

    private static final Logger LOG = LoggerFactory.getLogger(Rpc.class);
    private static final ClassTag<Object> ANY = ClassTag$.MODULE$.apply(Object.class);

    private Rpc() {}

    /** Answers messages, one at a time, on a thread of Spark's; must not block. */
    public interface Handler {
        /** Handles a message and returns the reply, which is of no meaning for one that was only sent. */
        Object handle(Object[] message) throws Exception;
    }

    /** Begins to answer messages that are sent to {@code name} in this JVM. */
    public static Server serve(String name, Handler handler) {
        RpcEnv env = SparkEnv.get().rpcEnv();
        return new Server(env, env.setupEndpoint(name, new Endpoint(env, handler)));
    }

    /** The server of that name on the driver. */
    public static Peer driver(String name) {
        SparkEnv env = SparkEnv.get();
        return new Peer(RpcUtils.makeDriverRef(name, env.conf(), env.rpcEnv()));
    }

    /** A server at an address that came in a message. */
    public static Peer peer(Object address) {
        return new Peer((RpcEndpointRef) address);
    }

    /** Answers until it is closed. */
    public static final class Server implements AutoCloseable {

        private final RpcEnv env;
        private final RpcEndpointRef self;

        private Server(RpcEnv env, RpcEndpointRef self) {
            this.env = env;
            this.self = self;
        }

        /** To be put into a message. */
        public Object address() {
            return self;
        }

        @Override
        public void close() {
            env.stop(self);
        }
    }

    /** Somebody who answers. */
    public static final class Peer {

        private final RpcEndpointRef ref;

        private Peer(RpcEndpointRef ref) {
            this.ref = ref;
        }

        /** Sends and does not wait; whether it arrives is not known. */
        // Spark throws at once when the peer was in this JVM and is gone.
        @SuppressWarnings("CatchingUnchecked")
        public void send(Object... message) {
            try {
                ref.send(message);
            } catch (Exception e) {
                LOG.debug("Could not send a message to {}", ref.name(), e);
            }
        }

        /**
         * Sends and waits for the reply.
         *
         * @throws IOException when there is none in time: the message may or may not have been handled
         */
        // Spark throws checked exceptions that it does not declare.
        @SuppressWarnings("CatchingUnchecked")
        public Object ask(Duration limit, Object... message) throws IOException {
            RpcTimeout timeout = new RpcTimeout(
                    FiniteDuration.fromNanos(limit.toNanos()), "the time that " + ref.name() + " has for an answer");
            try {
                return ref.askSync(message, timeout, ANY);
            } catch (Exception e) {
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                throw new IOException("No answer from " + ref.name() + " at " + ref.address(), e);
            }
        }
    }

    private static final class Endpoint implements ThreadSafeRpcEndpoint {

        private final RpcEnv env;
        private final Handler handler;

        Endpoint(RpcEnv env, Handler handler) {
            this.env = env;
            this.handler = handler;
        }

        @Override
        public RpcEnv rpcEnv() {
            return env;
        }

        @Override
        public PartialFunction<Object, BoxedUnit> receive() {
            return new Receive(message -> {
                try {
                    handler.handle(message);
                } catch (Exception e) {
                    onError(e);
                }
            });
        }

        @Override
        public PartialFunction<Object, BoxedUnit> receiveAndReply(RpcCallContext context) {
            return new Receive(message -> {
                try {
                    context.reply(handler.handle(message));
                } catch (Exception e) {
                    context.sendFailure(e);
                }
            });
        }
    }

    private interface Action {
        void on(Object[] message);
    }

    private static final class Receive extends AbstractPartialFunction<Object, BoxedUnit> {

        private static final long serialVersionUID = 1;

        private final transient Action action;

        Receive(Action action) {
            this.action = action;
        }

        @Override
        public boolean isDefinedAt(Object message) {
            return message instanceof Object[];
        }

        @Override
        public BoxedUnit apply(Object message) {
            action.on((Object[]) message);
            return BoxedUnit.UNIT;
        }
    }
}
