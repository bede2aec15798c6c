package dev.shisa.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Whom the servers belong to. Root may be told to run them as somebody else ({@code -Dfaults.user=NAME}), since an
 * ordinary user meets permissions, and a database without a user namespace of its own, that root never does.
 */
final class OrdinaryUser {

    static final boolean ROOT = System.getProperty("user.name", "").equals("root");

    private static final String NAME = System.getProperty("faults.user", "");

    private OrdinaryUser() {}

    /** Whether root runs the servers as themselves. */
    static boolean serversAreRoot() {
        return ROOT && NAME.isEmpty();
    }

    /** Words before those of a command that makes it this user's. */
    static List<String> becoming() {
        return !ROOT || NAME.isEmpty()
                ? List.of()
                : List.of("setpriv", "--reuid=" + NAME, "--regid=" + group(), "--clear-groups", "--");
    }

    /** A folder in which this user may make others. */
    static void own(Path folder) throws IOException, InterruptedException {
        if (ROOT && !NAME.isEmpty()) {
            Installation.execute(List.of("chown", NAME + ":" + group(), folder.toString()));
        }
    }

    private static String group() {
        try {
            Process id = new ProcessBuilder("id", "-g", NAME).start();
            String group = new String(id.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(id.waitFor()).as("the user " + NAME).isZero();
            return group;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
