package dev.shisa.server.platform.database;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The database's log file with a fixed number of older ones, and its last lines for an error message.
 *
 * <p>Losing a log line is no reason to lose the database: if the disk is full, lines are dropped, and the older files
 * stay as they are.
 */
final class RotatingLog implements AutoCloseable {

    static final long FILE_BYTES_MAX = 5L << 20;
    static final int OLD_FILES = 3;
    private static final int LAST_LINES = 12;

    private final Path file;
    private final long bytesMax;
    private final Deque<String> last = new ArrayDeque<>();
    private OutputStream out = OutputStream.nullOutputStream();
    private long size;
    private boolean broken;

    RotatingLog(Path file) throws IOException {
        this(file, FILE_BYTES_MAX);
    }

    /** @param bytesMax how large one file may become */
    RotatingLog(Path file, long bytesMax) throws IOException {
        this.file = file;
        this.bytesMax = bytesMax;
        open();
    }

    synchronized void add(String line) {
        if (last.size() == LAST_LINES) {
            last.removeFirst();
        }
        last.addLast(line);
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            if (broken) {
                open();
            }
            if (size > 0 && size + bytes.length > bytesMax) {
                rotate();
            }
            out.write(bytes);
            size += bytes.length;
        } catch (IOException e) {
            // The next line tries again, with the file that is there.
            broken = true;
        }
    }

    synchronized List<String> lastLines() {
        return List.copyOf(last);
    }

    synchronized void forgetLastLines() {
        last.clear();
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }

    private void open() throws IOException {
        out.close();
        out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        size = Files.size(file);
        broken = false;
    }

    private void rotate() throws IOException {
        out.close();
        for (int number = OLD_FILES; number > 0; number--) {
            Path from = number == 1 ? file : old(number - 1);
            if (Files.exists(from)) {
                Files.move(from, old(number), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        open();
    }

    private Path old(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }
}
