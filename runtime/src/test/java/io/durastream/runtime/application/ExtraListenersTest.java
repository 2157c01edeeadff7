package io.durastream.runtime.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.StreamingListener;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class ExtraListenersTest {

    private static final SparkConf CONF = new SparkConf(false).set("spark.app.name", "app");

    public static final class Configured extends StreamingListener {
        final String name;

        public Configured(SparkConf conf) {
            name = conf.get("spark.app.name");
        }
    }

    public static final class Plain extends StreamingListener {}

    public static final class WithoutConstructor extends StreamingListener {
        public WithoutConstructor(int number) {
            assertTrue(number > 0);
        }
    }

    @Test
    void makesListenersWithTheConfigurationAndWithout() throws Exception {
        List<StreamingListener> made =
                ExtraListeners.of(List.of(Configured.class.getName(), Plain.class.getName()), CONF);

        assertEquals("app", assertInstanceOf(Configured.class, made.get(0)).name);
        assertInstanceOf(Plain.class, made.get(1));
    }

    @Test
    void refusesWhatIsNoListenerOrCannotBeMade() {
        for (String name : List.of("com.acme.Missing", "java.lang.String", WithoutConstructor.class.getName())) {
            SparkException refusal = assertThrows(SparkException.class, () -> ExtraListeners.of(List.of(name), CONF));

            assertEquals("Exception when registering StreamingListener", refusal.getMessage());
            assertTrue(String.valueOf(refusal.getCause()).contains(name), () -> "" + refusal.getCause());
        }
    }
}
