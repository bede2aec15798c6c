package dev.shisa.ledger.verify;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Looks at all that is in the folder of tiles beside the tiles of the tree: partial tiles of earlier sizes must be the
 * beginning of what they have become; nothing else may be there. For one thread at a time.
 */
final class OtherFiles implements Callable<List<OtherFiles.Earlier>> {

    /** A partial tile of an earlier size. */
    record Earlier(Path file, Layout.Place place) {}

    private final Layout layout;
    private final Consumer<Finding> found;
    private final Read read;
    private final Read tileRead;
    private final Sha sha = new Sha();
    private final List<Earlier> open = new ArrayList<>();

    OtherFiles(Layout layout, Consumer<Finding> found, Read read) {
        this.layout = layout;
        this.found = found;
        this.read = read;
        this.tileRead = read.another();
    }

    /** Gives back the earlier partial tiles of those that are still partial: the root must first decide what is right. */
    @Override
    public List<Earlier> call() throws IOException {
        Path tiles = layout.folder().resolve("tile");
        if (Files.isDirectory(tiles)) {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(tiles)) {
                for (Path folder : folders) {
                    String name = String.valueOf(folder.getFileName());
                    if (name.equals("entries")) {
                        list(folder, Layout.ENTRIES, 0);
                    } else if (name.matches("[0-7]")) {
                        list(folder, name.charAt(0) - '0', 0);
                    } else {
                        walk(folder);
                    }
                }
            }
        }
        return open;
    }

    /**
     * Where full tiles are expected, names are enough: they are read by those who check the tree.
     *
     * @param before what the names of the folders above say of the index
     */
    private void list(Path folder, int level, long before) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                boolean isFolder = name.length() == 4 && name.charAt(0) == 'x';
                int digits = isFolder || name.length() == 3 ? Layout.digits(name, name.length() - 3) : -1;
                long number = before * 1000 + digits;
                if (digits < 0) {
                    walk(file);
                } else if (isFolder && number > 0 && number <= layout.count(level) / 256_000) {
                    list(file, level, number);
                } else if (isFolder || layout.width(level, number) < 256) {
                    walk(file);
                }
            }
        } catch (NotDirectoryException e) {
            walk(folder);
        }
    }

    private void walk(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Layout.Place place = layout.place(file);
                int width = place == null ? 0 : layout.width(place.level(), place.index());
                if (place == null || place.width() > width) {
                    found.accept(new Finding.Unexpected(file));
                } else if (place.width() < width) {
                    Earlier earlier = new Earlier(file, place);
                    if (width < 256) {
                        open.add(earlier);
                    } else {
                        byte[] tile = BundleRun.tile(
                                layout, Math.max(0, place.level()), place.index(), finding -> {}, tileRead);
                        check(earlier, tile == null ? new byte[0] : tile);
                    }
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** @param hashes the right ones of the tile that it has become */
    void check(Earlier earlier, byte[] hashes) throws IOException {
        Layout.Place place = earlier.place;
        Path file = earlier.file;
        if (hashes.length < place.width() * Sha.BYTES) {
            return;
        }
        read.file(file, BundleRun.BUNDLE_BYTES_MAX);
        if (place.level() == Layout.ENTRIES) {
            checkBundle(file, place, hashes);
            return;
        }
        int length = place.width() * Sha.BYTES;
        int same = Arrays.mismatch(read.buffer(), 0, Math.min(read.length(), length), hashes, 0, length);
        if (same >= 0 && same < read.length()) {
            found.accept(new Finding.WrongHash(file, same, place.level(), place.index() * 256 + same / Sha.BYTES));
        } else if (read.length() != length) {
            found.accept(new Finding.WrongLength(file, read.length(), length));
        }
    }

    private void checkBundle(Path file, Layout.Place place, byte[] hashes) {
        byte[] entries = read.buffer();
        byte[] hash = new byte[Sha.BYTES];
        int at = 0;
        for (int i = 0; i < place.width(); i++) {
            int end = BundleRun.end(entries, at, read.length());
            if (end >= 0) {
                entries[at + 1] = 0;
                sha.leaf(entries, at + 1, end - at - 1, hash, 0);
            }
            if (end < 0 || Arrays.mismatch(hash, 0, Sha.BYTES, hashes, i * Sha.BYTES, (i + 1) * Sha.BYTES) >= 0) {
                found.accept(new Finding.WrongEntry(file, at, place.index() * 256 + i));
                return;
            }
            at = end;
        }
        if (at != read.length()) {
            found.accept(new Finding.WrongLength(file, read.length(), at));
        }
    }
}
