package io.durastream.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StoragePathTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b", "epoch=3/part-00.x_1", "0/1/2", "-", "a..b"})
    void takesPlainNames(String value) {
        assertEquals(value, StoragePath.of(value).toString());
        assertTrue(StoragePath.isValid(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/a",
                "a/",
                "a//b",
                ".",
                "..",
                "a/../b",
                ".hidden",
                "a/.tmp/b",
                "a b",
                "a:b",
                "é",
                "a\n",
                "a\\b"
            })
    void refusesNamesThatMayMeanSomethingElse(String value) {
        assertThrows(IllegalArgumentException.class, () -> StoragePath.of(value));
        assertFalse(StoragePath.isValid(value));
    }

    @Test
    void knowsItsPlace() {
        StoragePath path = StoragePath.of("a/b").resolve("c");
        assertEquals(StoragePath.of("a/b/c"), path);
        assertEquals("c", path.name());
        assertTrue(path.isBelow(StoragePath.of("a")));
        assertFalse(path.isBelow(path));
        assertFalse(StoragePath.of("ab/c").isBelow(StoragePath.of("a")));
    }
}
