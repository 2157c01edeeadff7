package io.durastream.runtime.application;

import io.durastream.StreamingListener;
import java.lang.reflect.Constructor;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;

/** The listeners that {@code spark.streaming.extraListeners} names. */
final class ExtraListeners {

    private ExtraListeners() {}

    /**
     * Makes them, with the configuration where a class has a constructor for that.
     *
     * @throws SparkException when one cannot be made
     */
    static List<StreamingListener> of(List<String> classNames, SparkConf conf) throws SparkException {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = context == null ? ExtraListeners.class.getClassLoader() : context;
        try {
            return classNames.stream().map(name -> make(name, conf, loader)).toList();
        } catch (RuntimeException e) {
            throw new SparkException("Exception when registering StreamingListener", e);
        }
    }

    private static StreamingListener make(String name, SparkConf conf, ClassLoader loader) {
        try {
            Class<? extends StreamingListener> type =
                    Class.forName(name, true, loader).asSubclass(StreamingListener.class);
            for (Constructor<?> constructor : type.getConstructors()) {
                if (List.of(constructor.getParameterTypes()).equals(List.of(SparkConf.class))) {
                    return (StreamingListener) constructor.newInstance(conf);
                }
            }
            return type.getConstructor().newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalArgumentException(
                    "spark.streaming.extraListeners names " + name + ", expected a class that extends "
                            + StreamingListener.class.getName()
                            + " with a public constructor that takes a SparkConf or nothing",
                    e);
        }
    }
}
