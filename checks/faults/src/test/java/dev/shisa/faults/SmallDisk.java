package dev.shisa.faults;

import dev.shisa.driver.Server.Launch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A disk of its own for a data folder, seen only by the processes that are started on it: a mount namespace that lives as
 * long as its holder, a process that ends with this one. So nothing stays mounted, however the test ends.
 */
final class SmallDisk implements AutoCloseable {

    /** What the disk is made of. */
    enum Kind {
        /** In memory; an ordinary user may mount it inside a user namespace. */
        TMPFS,
        /** A file as a disk, of which only root can make the file system fail and stall. */
        EXT4
    }

    private final Process holder;
    private final Path point;

    private SmallDisk(Process holder, Path point) {
        this.holder = holder;
        this.point = point;
    }

    /**
     * Makes one.
     *
     * @throws IOException with what the system said, where it may not be mounted
     */
    static SmallDisk of(Kind kind, Path folder, int megabytes) throws IOException, InterruptedException {
        Path point = Files.createDirectories(folder.resolve("disk"));
        String mount = switch (kind) {
            case TMPFS -> "mount -t tmpfs -o size=" + megabytes + "m,mode=700 shisa '" + point + "'";
            case EXT4 -> {
                String image = folder.resolve("disk.img").toString();
                yield "truncate -s " + megabytes + "M '" + image + "' && mkfs.ext4 -q -F -m 0 '" + image
                        + "' && mount -o loop,errors=remount-ro '" + image + "' '" + point + "'";
            }
        };
        List<String> words = new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private"));
        if (!OrdinaryUser.ROOT) {
            words.addAll(List.of("--user", "--map-root-user"));
        }
        // Reads until this process closes the pipe, or is gone.
        words.addAll(List.of("sh", "-c", mount + " && echo mounted && exec cat"));
        Process holder = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said =
                new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (!"mounted".equals(said)) {
            holder.destroyForcibly();
            throw new IOException("no disk of our own can be mounted here: " + said);
        }
        SmallDisk disk = new SmallDisk(holder, point);
        OrdinaryUser.own(folder);
        OrdinaryUser.own(disk.seen());
        return disk;
    }

    /** An installation on it. */
    Installation installation() {
        List<String> before = new ArrayList<>(entering());
        before.addAll(OrdinaryUser.becoming());
        return new Installation(
                new Launch(Installation.home(), point.resolve("data"), seen().resolve("data"), before, Map.of()));
    }

    /** Its root folder as this process sees it. */
    Path seen() {
        return Path.of("/proc/" + holder.pid() + "/root" + point);
    }

    /** Runs a shell's line where the disk can be seen as {@code $DISK}; returns what it said. */
    String run(String line) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(entering());
        words.addAll(List.of("sh", "-c", line));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("DISK", point.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(line + ": " + said);
        }
        return said;
    }

    /** Fills it to the last byte. */
    void fill() throws IOException, InterruptedException {
        run("dd if=/dev/zero of=\"$DISK/filler\" bs=64k 2>/dev/null || :; "
                + "dd if=/dev/zero of=\"$DISK/filler2\" bs=512 2>/dev/null || :");
    }

    void makeRoom() throws IOException, InterruptedException {
        run("rm -f \"$DISK/filler\" \"$DISK/filler2\"");
    }

    /** As after a restart of the machine; what the last server left behind may still hold it for a moment. */
    void mountAgain() throws IOException, InterruptedException {
        run("for _ in $(seq 300); do umount \"$DISK\" && break; sleep 0.1; done; "
                + "mount -o loop,errors=remount-ro \"$DISK.img\" \"$DISK\"");
    }

    private List<String> entering() {
        List<String> words = new ArrayList<>(List.of("nsenter", "--target", Long.toString(holder.pid()), "--mount"));
        if (!OrdinaryUser.ROOT) {
            words.addAll(List.of("--user", "--preserve-credentials"));
        }
        return words;
    }

    @Override
    public void close() throws IOException {
        try (OutputStream pipe = holder.getOutputStream()) {
            pipe.flush();
        }
        holder.destroy();
    }
}
