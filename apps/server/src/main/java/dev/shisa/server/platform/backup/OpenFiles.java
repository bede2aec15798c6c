package dev.shisa.server.platform.backup;

import dev.shisa.server.platform.storage.OwnerOnlyFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** The files that one piece belongs into, at its places in them. */
final class OpenFiles implements AutoCloseable {

    private final List<FileChannel> channels;

    OpenFiles(List<FileChannel> channels) {
        this.channels = List.copyOf(channels);
    }

    /** Where a piece belongs. */
    record Place(Manifest.StoredFile file, long offset) {}

    /** Opens them below a folder, with their own permissions from the first instant on. */
    static OpenFiles open(Path root, boolean withBlobs, List<Place> places) {
        List<FileChannel> channels = new ArrayList<>();
        for (Place place : places) {
            String path = place.file().path();
            Path file = root.resolve(path).normalize();
            if (!file.startsWith(root)
                    || path.startsWith("/")
                    || !place.file().mode().matches("[rwx-]{9}")) {
                throw new BackupException("path-outside", path);
            }
            if (!withBlobs && path.startsWith("blobs/")) {
                continue;
            }
            try {
                Path folder = file.getParent();
                OwnerOnlyFiles.createFolder(folder == null ? root : folder);
                FileChannel channel = FileChannel.open(
                        file,
                        EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                channel.position(place.offset());
                channels.add(channel);
                Files.setPosixFilePermissions(
                        file, PosixFilePermissions.fromString(place.file().mode()));
            } catch (IOException e) {
                throw new BackupException(e, "write", file, BackupFolder.reason(e));
            }
        }
        return new OpenFiles(channels);
    }

    void take(byte[] buffer, int length) {
        for (FileChannel channel : channels) {
            try {
                ByteBuffer rest = ByteBuffer.wrap(buffer, 0, length);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
            } catch (IOException e) {
                throw new BackupException(e, "write", "-", BackupFolder.reason(e));
            }
        }
    }

    @Override
    public void close() {
        for (FileChannel channel : channels) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new BackupException(e, "write", "-", BackupFolder.reason(e));
            }
        }
    }
}
