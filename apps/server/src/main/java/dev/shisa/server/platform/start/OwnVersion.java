package dev.shisa.server.platform.start;

import java.util.Objects;

/** Which Shisa this is. */
public final class OwnVersion {

    private OwnVersion() {}

    /** As the launcher tells it, with the commit or the package's number; without a launcher the number of the build. */
    public static String text() {
        String built =
                Objects.requireNonNullElse(OwnVersion.class.getPackage().getImplementationVersion(), "(unpackaged)");
        return System.getProperty("shisa.version", built);
    }
}
