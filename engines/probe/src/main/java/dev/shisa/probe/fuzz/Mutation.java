package dev.shisa.probe.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes a valid message a little, as accidents and attackers do: bits, lengths, numbers, repetitions, cuts. */
final class Mutation {

    /** Longer than the buffers of small devices, and short enough to be shown. */
    private static final int LONG_RUN = 3000;

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final List<String> NUMBERS =
            List.of("-1", "0", "65536", "2147483648", "4294967295", "99999999999999999999", "1e9", "0x7fffffff");
    private static final List<String> TEXTS =
            List.of("%n%n%n%n", "%s%s%s%s%s", "\0", "\r\n\r\n", "../../", "\u00ff\u00fe", "';--", "${x}");

    private Mutation() {}

    static byte[] of(byte[] message, RandomGenerator random) {
        if (message.length == 0) {
            return run(random);
        }
        int at = random.nextInt(message.length);
        return switch (random.nextInt(8)) {
            case 0 -> flipped(message, random);
            case 1 -> joined(Arrays.copyOf(message, at), run(random), Arrays.copyOfRange(message, at, message.length));
            case 2 -> Arrays.copyOf(message, at);
            case 3 -> joined(message, message, Arrays.copyOfRange(message, at, message.length));
            case 4 -> number(message, random);
            case 5 -> filled(message, at, random);
            case 6 ->
                joined(
                        Arrays.copyOf(message, at),
                        TEXTS.get(random.nextInt(TEXTS.size())).getBytes(StandardCharsets.ISO_8859_1),
                        Arrays.copyOfRange(message, at, message.length));
            default ->
                joined(
                        Arrays.copyOf(message, at),
                        Arrays.copyOfRange(
                                message, Math.min(message.length, at + 1 + random.nextInt(8)), message.length));
        };
    }

    private static byte[] flipped(byte[] message, RandomGenerator random) {
        byte[] out = message.clone();
        for (int i = 0; i <= random.nextInt(4); i++) {
            out[random.nextInt(out.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return out;
    }

    /** A number in words becomes one at the edge of what programs hold; without any, a byte does. */
    private static byte[] number(byte[] message, RandomGenerator random) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        Matcher matcher = NUMBER.matcher(text);
        List<int[]> places = matcher.results()
                .map(found -> new int[] {found.start(), found.end()})
                .limit(50)
                .toList();
        if (places.isEmpty()) {
            return filled(message, random.nextInt(message.length), random);
        }
        int[] place = places.get(random.nextInt(places.size()));
        String other = NUMBERS.get(random.nextInt(NUMBERS.size()));
        return (text.substring(0, place[0]) + other + text.substring(place[1])).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] filled(byte[] message, int at, RandomGenerator random) {
        byte[] out = message.clone();
        byte value = List.of((byte) 0, (byte) 0xff, (byte) 0x7f, (byte) 0x80).get(random.nextInt(4));
        Arrays.fill(out, at, Math.min(out.length, at + 1 + random.nextInt(4)), value);
        return out;
    }

    private static byte[] run(RandomGenerator random) {
        byte[] run = new byte[1 + random.nextInt(LONG_RUN)];
        Arrays.fill(run, List.of((byte) 'A', (byte) 0, (byte) 0xff, (byte) '%').get(random.nextInt(4)));
        return run;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
