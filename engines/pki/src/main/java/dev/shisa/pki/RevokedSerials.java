package dev.shisa.pki;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The serial numbers of one authority that are revoked, to be asked at each handshake without asking anybody else.
 *
 * <p>A million of them shall lie in memory beside everything else, so they are two sorted columns of 64 bits, 16 bytes
 * for each number and nothing around them; a set of objects needs six times as much. Asking is a binary search, some
 * twenty steps. It never changes: who adds some gets another one, made by merging, and hands it to all who ask by one
 * write. Adding to a million costs a copy of 16 MB, so what comes together is added together.
 */
public final class RevokedSerials {

    /** Nobody is revoked. */
    public static final RevokedSerials NONE = new RevokedSerials(new long[0], new long[0]);

    /** Numbers of {@link Authority} have 127 bits. */
    private static final int BITS_MAX = 127;

    private final long[] high;
    private final long[] low;

    private RevokedSerials(long[] high, long[] low) {
        this.high = high;
        this.low = low;
    }

    public int size() {
        return high.length;
    }

    public boolean contains(BigInteger serialNumber) {
        if (serialNumber.signum() < 0 || serialNumber.bitLength() > BITS_MAX) {
            return false;
        }
        long wantedHigh = serialNumber.shiftRight(Long.SIZE).longValue();
        long wantedLow = serialNumber.longValue();
        int from = 0;
        int to = high.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            int order = compare(high[middle], low[middle], wantedHigh, wantedLow);
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return false;
    }

    /**
     * These and others; numbers that are there already stand once.
     *
     * @throws IllegalArgumentException if one was never made by an {@link Authority}
     */
    public RevokedSerials with(Collection<BigInteger> more) {
        List<BigInteger> sorted = more.stream().distinct().sorted().toList();
        if (!sorted.isEmpty()
                && (sorted.getFirst().signum() < 0 || sorted.getLast().bitLength() > BITS_MAX)) {
            throw new IllegalArgumentException("a serial number has at most " + BITS_MAX + " bits");
        }
        long[] mergedHigh = new long[high.length + sorted.size()];
        long[] mergedLow = new long[mergedHigh.length];
        int at = 0;
        int old = 0;
        for (BigInteger number : sorted) {
            long nextHigh = number.shiftRight(Long.SIZE).longValue();
            long nextLow = number.longValue();
            while (old < high.length && compare(high[old], low[old], nextHigh, nextLow) <= 0) {
                mergedHigh[at] = high[old];
                mergedLow[at++] = low[old++];
            }
            boolean there = at > 0 && mergedHigh[at - 1] == nextHigh && mergedLow[at - 1] == nextLow;
            if (!there) {
                mergedHigh[at] = nextHigh;
                mergedLow[at++] = nextLow;
            }
        }
        int rest = high.length - old;
        System.arraycopy(high, old, mergedHigh, at, rest);
        System.arraycopy(low, old, mergedLow, at, rest);
        int size = at + rest;
        return size == mergedHigh.length
                ? new RevokedSerials(mergedHigh, mergedLow)
                : new RevokedSerials(Arrays.copyOf(mergedHigh, size), Arrays.copyOf(mergedLow, size));
    }

    private static int compare(long oneHigh, long oneLow, long otherHigh, long otherLow) {
        int order = Long.compareUnsigned(oneHigh, otherHigh);
        return order != 0 ? order : Long.compareUnsigned(oneLow, otherLow);
    }
}
