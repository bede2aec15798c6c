package dev.shisa.probe.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.probe.Evidence;
import dev.shisa.probe.Key;
import dev.shisa.probe.Verdict;
import dev.shisa.probe.run.TestBench;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Doors for images: a refusal counts only where the device's own image is taken in the same way. */
class UpdateControlTest {

    private static final byte[] CONTENT =
            "what the maker made for this device ".repeat(70).getBytes(StandardCharsets.US_ASCII);
    private static final String FORM = "<form method=post enctype=multipart/form-data><input type=file name=fw></form>";

    private final FakeDevice device;
    private TestBench test = FakeDevice.bench(CONTENT);

    UpdateControlTest() throws IOException {
        device = new FakeDevice();
    }

    @AfterEach
    void close() {
        device.close();
    }

    private void run() throws IOException {
        WebCheck check = WebCheck.enter(test.bench(), Site.meet(test.bench(), device.service()));
        check.inputs(Long.MAX_VALUE);
        check.control();
    }

    private Evidence only(Verdict verdict, String code) {
        List<Evidence> seen = test.bench().evidence().stream()
                .filter(one -> one.key() == Key.UPDATE)
                .toList();
        assertThat(test.verdict(Key.UPDATE)).as(seen.toString()).isEqualTo(verdict);
        return seen.stream().filter(one -> one.code().equals(code)).findFirst().orElseThrow();
    }

    private static void answer(FakeDevice.Call call, boolean taken) throws IOException {
        call.send(taken ? 200 : 400, "application/json", "{\"accepted\": " + taken + "}");
    }

    private void door(String method, Predicate<FakeDevice.Call> taken) {
        device.page("/update", call -> {
            if (call.method().equals("GET")) {
                call.html(200, FORM);
            } else {
                answer(call, call.method().equals(method) && taken.test(call));
            }
        });
    }

    private static byte[] part(FakeDevice.Call call) {
        String text = new String(call.body(), StandardCharsets.ISO_8859_1);
        int from = text.indexOf("\r\n\r\n");
        int to = text.lastIndexOf("\r\n--");
        return call.header("Content-Type").startsWith("multipart") && from > 0 && to > from
                ? text.substring(from + 4, to).getBytes(StandardCharsets.ISO_8859_1)
                : new byte[0];
    }

    @Test
    void refusalsAloneSayNothing() throws IOException {
        test = FakeDevice.bench(new byte[0]);
        door("POST", call -> Arrays.equals(call.body(), CONTENT));
        run();
        only(Verdict.UNKNOWN, "update-no-own-image");
    }

    @Test
    void aDoorThatRefusesEverythingSaysNothing() throws IOException {
        door("POST", _ -> false);
        run();
        only(Verdict.UNKNOWN, "update-own-not-taken");
    }

    @Test
    void aDoorThatDoesNotAnswerSaysNothing() throws IOException {
        device.page("/update", call -> {
            if (call.method().equals("GET")) {
                call.html(200, FORM);
            }
        });
        run();
        only(Verdict.UNKNOWN, "update-unclear");
    }

    @Test
    void whatTheNetworkBreaksOffStaysOpenAndTakesNoOtherCheckWithIt() throws IOException {
        device.page("/more", call -> call.html(200, "<a href=/update>update</a>"))
                .open("/update", call -> {
                    if (call.method().equals("GET")) {
                        call.html(200, FORM);
                    }
                });
        WebCheck check = WebCheck.enter(test.bench(), Site.meet(test.bench(), device.service()));
        assertThat(check.inputs(Long.MAX_VALUE)).as("there is a door").isTrue();
        only(Verdict.UNKNOWN, "not-finished");
        assertThat(test.codes(Key.AUTH, Verdict.UNKNOWN)).doesNotContain("not-finished");
    }

    /** Words about updates are no door: what is refused at any address is not refused for the image. */
    @Test
    void aPageAboutUpdatesThatRefusesLikeEveryAddressIsNoDoor() throws IOException {
        device.everything(call -> call.html(
                call.method().equals("GET") ? 200 : 403,
                call.method().equals("GET")
                        ? "<a href=/help/updates>how to update</a>"
                        : "No. Reference " + call.path() + " " + Integer.toHexString(call.hashCode() | 0x1000000)));
        WebCheck check = WebCheck.enter(test.bench(), Site.meet(test.bench(), device.service()));
        assertThat(check.inputs(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void theOwnImageIsTakenAsABody() throws IOException {
        door("POST", call -> Arrays.equals(call.body(), CONTENT));
        run();
        only(Verdict.PASS, "update-own-taken");
        assertThat(test.codes(Key.UPDATE, Verdict.PASS)).contains("update-refused");
    }

    @Test
    void theOwnImageIsTakenAsAForm() throws IOException {
        door("POST", call -> Arrays.equals(part(call), CONTENT));
        run();
        only(Verdict.PASS, "update-own-taken");
    }

    @Test
    void theOwnImageIsTakenByPutAlone() throws IOException {
        door("PUT", call -> Arrays.equals(call.body(), CONTENT));
        run();
        only(Verdict.PASS, "update-own-taken");
    }

    @Test
    void whatRefusesByPostAndTakesAnythingByPutIsFound() throws IOException {
        door("PUT", call -> call.body().length > 0);
        run();
        assertThat(only(Verdict.FAIL, "update-taken").args())
                .containsExactly("a file without any signature", "package-1", "none");
    }

    @Test
    void anImageOfTheDeviceItselfIsAControlToo() throws IOException {
        test = FakeDevice.bench(new byte[0]);
        device.page("/files", call -> call.html(200, "<a href=/files/cam.bin>the installed version</a>"))
                .page("/files/cam.bin", call -> call.send(200, "application/octet-stream", CONTENT));
        door("POST", call -> Arrays.equals(call.body(), CONTENT));
        run();
        only(Verdict.PASS, "update-own-taken");
    }

    /** Takes images of its own format: a name, a sum, and a content of which only the sum is checked. */
    private void sumIsFoundOut(byte[] own, Predicate<byte[]> fits) throws IOException {
        assertThat(fits.test(own)).isTrue();
        test = FakeDevice.bench(own);
        door("POST", call -> fits.test(call.body()));
        run();
        Evidence found = only(Verdict.FAIL, "update-taken");
        assertThat(found.args().get(0)).contains("one bit flipped and its").endsWith("computed anew");
        assertThat(found.args().subList(1, 3)).containsExactly("package-1", "checksum");
    }

    private static boolean startsWith(byte[] image, String name) {
        return new String(image, StandardCharsets.ISO_8859_1).startsWith(name);
    }

    private static int crc(byte[] bytes, int from, int to) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, to - from);
        return (int) crc.getValue();
    }

    @Test
    void aSumInTheHeaderIsNoSignature() throws IOException {
        byte[] own = ByteBuffer.allocate(CONTENT.length + 8)
                .put("CAM1".getBytes(StandardCharsets.US_ASCII))
                .putInt(crc(CONTENT, 0, CONTENT.length))
                .put(CONTENT)
                .array();
        sumIsFoundOut(
                own,
                image -> startsWith(image, "CAM1")
                        && image.length > 8
                        && ByteBuffer.wrap(image, 4, 4).getInt() == crc(image, 8, image.length));
    }

    @Test
    void aDigestAtTheEndIsNoSignature() throws IOException {
        byte[] digest = Checksums.digest("SHA-256", CONTENT);
        byte[] own = ByteBuffer.allocate(CONTENT.length + digest.length)
                .put(CONTENT)
                .put(digest)
                .array();
        sumIsFoundOut(
                own,
                image -> startsWith(image, "what the maker")
                        && Arrays.equals(
                                Checksums.digest("SHA-256", Arrays.copyOf(image, image.length - 32)),
                                Arrays.copyOfRange(image, image.length - 32, image.length)));
    }

    @Test
    void aSumOfTheContentInsideASumOfTheWholeIsNoSignature() throws IOException {
        ByteBuffer inner = ByteBuffer.allocate(CONTENT.length + 12)
                .put("CAM2".getBytes(StandardCharsets.US_ASCII))
                .putInt(crc(CONTENT, 0, CONTENT.length))
                .put(CONTENT);
        inner.putInt(crc(inner.array(), 0, CONTENT.length + 8));
        sumIsFoundOut(
                inner.array(),
                image -> startsWith(image, "CAM2")
                        && ByteBuffer.wrap(image, 4, 4).getInt() == crc(image, 8, image.length - 4)
                        && ByteBuffer.wrap(image, image.length - 4, 4).getInt() == crc(image, 0, image.length - 4));
    }

    @Test
    void theSumsOfAUsualBootImageAreNoSignature() throws IOException {
        ByteBuffer image = ByteBuffer.allocate(64 + CONTENT.length);
        image.putInt(0x27051956).position(24);
        image.putInt(crc(CONTENT, 0, CONTENT.length)).position(64);
        image.put(CONTENT).putInt(4, crc(image.array(), 0, 64));
        sumIsFoundOut(image.array(), UpdateControlTest::isBootImage);
    }

    private static boolean isBootImage(byte[] image) {
        if (image.length < 100 || ByteBuffer.wrap(image).getInt() != 0x27051956) {
            return false;
        }
        byte[] header = Arrays.copyOf(image, 64);
        Arrays.fill(header, 4, 8, (byte) 0);
        return ByteBuffer.wrap(image, 4, 4).getInt() == crc(header, 0, 64)
                && ByteBuffer.wrap(image, 24, 4).getInt() == crc(image, 64, image.length);
    }
}
