package io.durastream.sample;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.Function;

/** Functions that hold, somewhere, what cannot be serialized. */
public class Unserializable implements Serializable {

    private static final long serialVersionUID = 1;

    private final Socket connection = new Socket();

    /** Captures this, for its field. */
    public Function<String, String> capturingThis() {
        return it -> it + connection;
    }

    public static Function<String, String> capturingDirectly() {
        Object lock = new Object();
        return it -> it + lock;
    }

    public static Function<String, String> inACollection() {
        List<Map<String, Object>> list = List.of(Map.of("a", "b"), Map.of("x", new Object()));
        return it -> it + list;
    }

    public static Function<String, String> inACycle() {
        Ring ring = new Ring(List.of());
        ring.next = new Ring(List.of(new Socket()));
        ring.next.next = ring; // and round again
        return it -> it + ring.sockets.size();
    }

    public static Function<String, String> refusingByItself() {
        Refusing refusing = new Refusing();
        return it -> it + refusing.hashCode();
    }

    public static Function<String, String> asAClass() {
        return new Holder();
    }

    private static final class Holder implements Function<String, String> {
        private static final long serialVersionUID = 1;
        private final Object[] held = {"fine", new Object()};

        @Override
        public String call(String it) {
            return it + held.length;
        }
    }

    private static final class Ring implements Serializable {
        private static final long serialVersionUID = 1;
        private Ring next = this;
        private final List<Socket> sockets;

        Ring(List<Socket> sockets) {
            this.sockets = sockets;
        }
    }

    private static final class Refusing implements Serializable {
        private static final long serialVersionUID = 1;

        private void writeObject(ObjectOutputStream out) throws IOException {
            throw new java.io.NotSerializableException("not with me");
        }
    }
}
