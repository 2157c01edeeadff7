package io.durastream.runtime.receiver;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;
import org.apache.spark.SparkEnv;
import org.apache.spark.serializer.DeserializationStream;
import org.apache.spark.serializer.SerializationStream;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Records as bytes, by the serializer that the application configured for Spark. */
final class Records {

    private static final ClassTag<Object> ANY = ClassTag$.MODULE$.apply(Object.class);

    private Records() {}

    /** Reads the iterator to its end. */
    static Serialized serialize(Iterator<?> records) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long count = 0;
        try (SerializationStream stream =
                SparkEnv.get().serializer().newInstance().serializeStream(bytes)) {
            while (records.hasNext()) {
                stream.writeObject(records.next(), ANY);
                count++;
            }
        }
        return new Serialized(count, ByteBuffer.wrap(bytes.toByteArray()));
    }

    /** How many records the bytes are; makes them all to find out. */
    static long count(ByteBuffer data) {
        long count = 0;
        for (Iterator<?> records = deserialize(data); records.hasNext(); records.next()) {
            count++;
        }
        return count;
    }

    /** The records, made one by one as they are asked for. */
    @SuppressWarnings("unchecked")
    static <T> Iterator<T> deserialize(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.duplicate().get(bytes);
        DeserializationStream stream =
                SparkEnv.get().serializer().newInstance().deserializeStream(new ByteArrayInputStream(bytes));
        return (Iterator<T>) CollectionConverters.asJava(stream.asIterator());
    }

    record Serialized(long count, ByteBuffer data) {}
}
