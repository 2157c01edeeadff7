package io.durastream.runtime.wal;

import io.durastream.WriteAheadLog;
import io.durastream.runtime.graph.UserCode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.jspecify.annotations.Nullable;

/** Makes logs of classes that users wrote. */
public final class UserLog {

    private UserLog() {}

    /**
     * A new log, by the constructor that takes a {@code SparkConf}, or else by the one without arguments. Throws a {@link
     * SparkException}, undeclared, when there is no such class, or neither constructor, or it fails.
     */
    public static WriteAheadLog create(String className, SparkConf conf) {
        try {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            Class<? extends WriteAheadLog> type = Class.forName(
                            className, true, loader == null ? UserLog.class.getClassLoader() : loader)
                    .asSubclass(WriteAheadLog.class);
            return create(type, conf);
        } catch (InvocationTargetException e) {
            throw failed(className, e.getCause());
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw failed(className, e);
        }
    }

    private static WriteAheadLog create(Class<? extends WriteAheadLog> type, SparkConf conf)
            throws ReflectiveOperationException {
        Constructor<? extends WriteAheadLog> withConf;
        try {
            withConf = type.getConstructor(SparkConf.class);
        } catch (NoSuchMethodException e) {
            return type.getConstructor().newInstance();
        }
        return withConf.newInstance(conf);
    }

    private static RuntimeException failed(String className, @Nullable Throwable cause) {
        return UserCode.rethrow(new SparkException("Could not create a write ahead log of class " + className, cause));
    }
}
