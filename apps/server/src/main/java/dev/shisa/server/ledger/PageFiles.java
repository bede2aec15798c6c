package dev.shisa.server.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads every block of every file of the database that lies in the data folder, and computes its checksum anew.
 *
 * <p>amcheck reads by way of PostgreSQL what makes up a table or an index: not the first page of a GIN index, not the maps of free
 * and visible pages, no sequence, no page of a B-tree that is in no use, and of what PostgreSQL has in memory not the disk. Here
 * the files are read as they lie. A block that is being written while it is read looks damaged, so one that does not fit is read
 * again; it counts when it stands still and does not fit.
 *
 * <p>The checksum is that of PostgreSQL 18 ({@code src/include/storage/checksum_impl.h}): FNV-1a over 32 columns of the block at once,
 * mixed at the end, with the number of the block.
 */
final class PageFiles {

    private static final int BLOCK_BYTES = 8192;

    /** In the files of a table or an index that is longer; each has so many blocks. */
    private static final long BLOCKS_OF_A_FILE = (1L << 30) / BLOCK_BYTES;

    private static final int CHECKSUM_AT = 8;
    private static final int UPPER_AT = 14;

    private static final int FNV_PRIME = 16_777_619;

    private static final int[] BEGINNINGS = {
        0x5B1F36E9, 0xB8525960, 0x02AB50AA, 0x1DE66D2A, 0x79FF467A, 0x9BB9F8A3, 0x217E7CD2, 0x83E13D2C,
        0xF8D4474F, 0xE39EB970, 0x42C6AE16, 0x993216FA, 0x7B093B5D, 0x98DAFF3C, 0xF718902A, 0x0B1C9CDB,
        0xE58F764B, 0x187636BC, 0x5D7B3BB1, 0xE73DE7DE, 0x92BEC979, 0xCCA6C0B2, 0x304A0979, 0x85AA43D4,
        0x783125BB, 0x6CA8EAA2, 0xE407EAC6, 0x4B5CFC3E, 0x9FBF8C76, 0x15CA20BE, 0xF2CA9FD3, 0x959BD756
    };

    /** A write takes far less. */
    private static final int READ_AGAIN_MS = 50;

    private static final int READ_AGAIN_MAX = 20;

    private static final Pattern NAME = Pattern.compile("(?<node>[0-9]+)(_(fsm|vm|init))?(\\.(?<part>[0-9]+))?");

    /** Where tables lie that belong to all databases. */
    private static final int GLOBAL = 1664;

    private final Path cluster;
    private final Connection connection;

    PageFiles(Path cluster, Connection connection) {
        this.cluster = cluster;
        this.connection = connection;
    }

    /** Whether the files are those of the database that is asked, and each block has its checksum. */
    boolean isPossible() throws SQLException, IOException {
        Path control = cluster.resolve("global").resolve("pg_control");
        if (!Files.isReadable(control)) {
            return false;
        }
        byte[] identifier;
        try (InputStream in = Files.newInputStream(control)) {
            identifier = in.readNBytes(Long.BYTES);
        }
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT system_identifier, current_setting('data_checksums') = 'on' FROM pg_control_system()");
                ResultSet row = select.executeQuery()) {
            return row.next()
                    && row.getBoolean(2)
                    && identifier.length == Long.BYTES
                    && ByteBuffer.wrap(identifier)
                                    .order(ByteOrder.LITTLE_ENDIAN)
                                    .getLong()
                            == row.getLong(1);
        }
    }

    /** Reads every block; returns whether those of indexes are whole. */
    boolean read(Consumer<Difference> found) throws SQLException, IOException {
        boolean indexesAreWhole = read("global", GLOBAL, found);
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT oid FROM pg_database WHERE datname = current_database()");
                ResultSet row = select.executeQuery()) {
            row.next();
            return indexesAreWhole & read("base/" + row.getLong(1), 0, found);
        }
    }

    private boolean read(String folder, int tablespace, Consumer<Difference> found) throws SQLException, IOException {
        boolean indexesAreWhole = true;
        List<Path> files;
        try (Stream<Path> all = Files.list(cluster.resolve(folder))) {
            files = all.sorted().toList();
        }
        for (Path file : files) {
            Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
            if (!name.matches()) {
                continue;
            }
            String part = name.group("part");
            OptionalLong damaged = damaged(file, part == null ? 0 : Long.parseLong(part) * BLOCKS_OF_A_FILE);
            if (damaged.isPresent()) {
                // What belongs to no table any more is removed by the next checkpoint.
                Optional<Relation> relation = relation(tablespace, Long.parseLong(name.group("node")));
                if (relation.isPresent()) {
                    Relation one = relation.get();
                    indexesAreWhole &= !one.isIndex();
                    found.accept(new Difference(
                            one.isIndex() ? "index-damaged" : "table-damaged",
                            null,
                            null,
                            "postgres/data/" + folder + "/" + file.getFileName(),
                            List.of(one.name(), "block " + damaged.getAsLong() + ": checksum")));
                }
            }
        }
        return indexesAreWhole;
    }

    private record Relation(String name, boolean isIndex) {}

    private Optional<Relation> relation(int tablespace, long node) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT oid::regclass::text, relkind = 'i' FROM pg_class
                WHERE oid = pg_filenode_relation(CAST(? AS oid), CAST(? AS oid))""")) {
            select.setLong(1, tablespace);
            select.setLong(2, node);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(new Relation(row.getString(1), row.getBoolean(2))) : Optional.empty();
            }
        }
    }

    /** The first block that does not fit; those of the files before this one are counted. */
    private static OptionalLong damaged(Path file, long before) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (long i = 0; isWhole(channel, i, block); i++) {
                if (!fits(block, before + i) && !fitsLater(channel, i, block, before + i)) {
                    return OptionalLong.of(before + i);
                }
            }
        } catch (NoSuchFileException e) {
            // Its table was removed, or made anew, meanwhile.
            return OptionalLong.empty();
        }
        return OptionalLong.empty();
    }

    private static boolean isWhole(FileChannel channel, long number, ByteBuffer into) throws IOException {
        into.clear();
        while (into.hasRemaining() && channel.read(into, number * BLOCK_BYTES + into.position()) >= 0) {
            // goes on
        }
        return !into.hasRemaining();
    }

    private static boolean fitsLater(FileChannel channel, long i, ByteBuffer block, long number) throws IOException {
        for (int n = 0; n < READ_AGAIN_MAX; n++) {
            byte[] before = block.array().clone();
            try {
                Thread.sleep(READ_AGAIN_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
            // What is beyond the end by now was cut off.
            if (!isWhole(channel, i, block) || fits(block, number)) {
                return true;
            }
            if (Arrays.equals(before, block.array())) {
                return false;
            }
        }
        return false;
    }

    /** A block that was made and not used yet has nothing in it. */
    private static boolean fits(ByteBuffer block, long number) {
        if (block.getShort(UPPER_AT) == 0) {
            for (byte one : block.array()) {
                if (one != 0) {
                    return false;
                }
            }
            return true;
        }
        return checksum(block, number) == Short.toUnsignedInt(block.getShort(CHECKSUM_AT));
    }

    private static int checksum(ByteBuffer block, long number) {
        int[] sums = BEGINNINGS.clone();
        for (int at = 0; at < BLOCK_BYTES; at += Integer.BYTES) {
            int word = block.getInt(at);
            if (at == CHECKSUM_AT) {
                word &= 0xFFFF0000;
            }
            int column = at / Integer.BYTES % sums.length;
            sums[column] = mixed(sums[column], word);
        }
        int all = 0;
        for (int sum : sums) {
            all ^= mixed(mixed(sum, 0), 0);
        }
        return Integer.remainderUnsigned(all ^ (int) number, 65_535) + 1;
    }

    private static int mixed(int sum, int word) {
        int both = sum ^ word;
        return both * FNV_PRIME ^ (both >>> 17);
    }
}
