package io.orderloom;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/**
 * Uploads, the web server's work files and what the gateways' libraries unpack go into a directory that
 * only this process's user can read, and are gone when the process ends. The machine's shared temporary
 * directory would show pictures and certificates to every local user.
 */
final class PrivateTemporaryDirectory {

    private static final String PROPERTY = "java.io.tmpdir";

    private PrivateTemporaryDirectory() {}

    static void use() {
        try {
            // The JDK creates it with access for its owner alone.
            Path directory = Files.createTempDirectory("orderloom-");
            System.setProperty(PROPERTY, directory.toString());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(directory), "remove-temporary-directory"));
        } catch (IOException e) {
            throw new UncheckedIOException("No private directory could be made in " + System.getProperty(PROPERTY), e);
        }
    }

    private static void remove(Path directory) {
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException e) {
            // The web server's own hook may still hold a file; the system's cleaner takes what is left.
            directory.toFile().deleteOnExit();
        }
    }
}
