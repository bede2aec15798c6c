package dev.shisa.server.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A picture of a product: what of a file is kept, who sets it, where it is seen. */
class PhotoTest extends ServerTest {

    private static final String HERE = "/products/MC-1/photo";

    @Autowired
    private Products products;

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @SuppressWarnings("NullAway.Init")
    private Series camera;

    @BeforeEach
    void aCamera() {
        emptyDatabase();
        Person quality = person(Role.QUALITY);
        browser = signedIn(quality);
        camera = products.create(
                new NewSeries("MC-1", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), quality);
    }

    /** Red above, blue below. */
    private static byte[] picture(String format, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, (y < height / 2 ? Color.RED : Color.BLUE).getRGB());
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, format, out);
        return out.toByteArray();
    }

    /** A JPEG that says of itself which way is up, and where it was taken. */
    private static byte[] lying(int orientation, int width, int height) throws IOException {
        byte[] plain = picture("jpeg", width, height);
        ByteArrayOutputStream exif = new ByteArrayOutputStream();
        exif.write("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        exif.write(new byte[] {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1});
        exif.write(new byte[] {0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation, 0, 0});
        exif.write("secret-place".getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain, 0, 2);
        out.write(new byte[] {(byte) 0xff, (byte) 0xe1, 0, (byte) (exif.size() + 2)});
        out.write(exif.toByteArray());
        out.write(plain, 2, plain.length - 2);
        return out.toByteArray();
    }

    private static Photo taken(byte[] file) {
        assertThat(Photo.of(file)).isInstanceOf(Photo.Outcome.Taken.class);
        return ((Photo.Outcome.Taken) Photo.of(file)).photo();
    }

    private static String refused(byte[] file) {
        assertThat(Photo.of(file)).isInstanceOf(Photo.Outcome.Refused.class);
        return ((Photo.Outcome.Refused) Photo.of(file)).why();
    }

    private Page set(byte[] file, int version) {
        return browser.upload(HERE, "photo", "camera.png", file, "version", Integer.toString(version));
    }

    @Test
    void whatIsKeptIsMadeOfPixelsAndBounded() throws IOException {
        Photo photo = taken(picture("png", 2_000, 1_000));
        assertThat(photo.width()).isEqualTo(Photo.EDGE_PX);
        assertThat(photo.height()).isEqualTo(Photo.EDGE_PX / 2);
        byte[] hidden = lying(1, 40, 20);
        assertThat(new String(hidden, StandardCharsets.ISO_8859_1)).contains("secret-place");
        assertThat(new String(taken(hidden).jpeg(), StandardCharsets.ISO_8859_1))
                .doesNotContain("secret-place", "Exif");
        byte[] more = picture("png", 10, 10);
        byte[] appended = java.util.Arrays.copyOf(more, more.length + 9);
        System.arraycopy("<script>".getBytes(StandardCharsets.US_ASCII), 0, appended, more.length, 8);
        assertThat(new String(taken(appended).jpeg(), StandardCharsets.ISO_8859_1))
                .doesNotContain("<script>");
    }

    @Test
    void whatAPhoneTookLyingStandsUpright() throws IOException {
        Photo turned = taken(lying(6, 40, 20));
        assertThat(turned.width()).isEqualTo(20);
        assertThat(turned.height()).isEqualTo(40);
        BufferedImage image = Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(turned.jpeg())));
        assertThat(new Color(image.getRGB(17, 20)).getRed())
                .as("the upper edge is at the right")
                .isGreaterThan(150);
        assertThat(new Color(image.getRGB(2, 20)).getBlue()).isGreaterThan(150);
        BufferedImage over = Objects.requireNonNull(
                ImageIO.read(new ByteArrayInputStream(taken(lying(3, 40, 20)).jpeg())));
        assertThat(new Color(over.getRGB(20, 2)).getBlue()).isGreaterThan(150);
    }

    @Test
    void whatIsNoPictureOrTooMuchIsRefusedWithTheReason() throws IOException {
        assertThat(refused("RIFF....WEBPVP8 ".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("webp");
        assertThat(refused("<svg/>".getBytes(StandardCharsets.US_ASCII))).isEqualTo("kind");
        assertThat(refused(new byte[0])).isEqualTo("kind");
        byte[] cut = java.util.Arrays.copyOf(picture("png", 100, 100), 40);
        assertThat(refused(cut)).isEqualTo("broken");
        byte[] huge = picture("png", 10, 10);
        java.nio.ByteBuffer.wrap(huge).putInt(16, 100_000).putInt(20, 100_000);
        assertThat(refused(huge)).isIn("pixels", "broken");
        assertThat(refused(new byte[Photo.FILE_BYTES_MAX + 1])).isEqualTo("large");
        Page page = set("RIFF....WEBPVP8 ".getBytes(StandardCharsets.US_ASCII), 0);
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.text()).contains("WebPの写真は読めません。PNGかJPEGで保存し直して");
        assertThat(count("series_photo")).isZero();
    }

    @Test
    void whoMayEditSetsItAndEverybodyOfTheProductSeesItSmall() throws IOException {
        assertThat(browser.get("/products/MC-1").html())
                .doesNotContain("photo.jpg")
                .contains(HERE);
        assertThat(browser.get(HERE + ".jpg").status()).isEqualTo(404);
        assertThat(set(picture("png", 300, 200), 0).location()).isEqualTo("/products/MC-1?done=saved");
        assertThat(browser.get("/products/MC-1").html())
                .contains(
                        "<img class=\"photo\" src=\"" + HERE + ".jpg?v=1\"",
                        "<img class=\"photo-strip\"",
                        "alt=\"MC-200シリーズの写真\"");
        assertThat(browser.get("/products/MC-1/conformity").html()).contains("photo-strip");
        Page picture = signedIn(Role.AUDITOR).get(HERE + ".jpg");
        assertThat(picture.header("Content-Type")).isEqualTo("image/jpeg");
        assertThat(picture.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(ImageIO.read(new ByteArrayInputStream(picture.bytes())).getWidth())
                .isEqualTo(300);
        assertThat(signedIn(Role.AUDITOR).get(HERE).status()).isEqualTo(403);
        assertThat(signedIn(Role.AUDITOR)
                        .upload(HERE, "photo", "x.png", picture("png", 9, 9), "version", "1")
                        .status())
                .isEqualTo(403);
        browser.post(HERE + "/remove", "version", "1");
        assertThat(browser.get("/products/MC-1").html()).doesNotContain("photo.jpg");
        assertThat(acts()).contains("series.photo", "series.photo.remove");
    }

    @Test
    void ofTwoWhoChangeItTheSecondIsToldAndNothingIsLost() throws IOException {
        set(picture("png", 300, 200), 0);
        Page second = set(picture("png", 100, 50), 0);
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.text()).contains("別の人が、先に写真を変えました");
        assertThat(browser.post(HERE + "/remove", "version", "0").status()).isEqualTo(409);
        assertThat(set(picture("png", 100, 50), 1).status()).isEqualTo(302);
        assertThat(set(picture("png", 10, 50), 1).status()).isEqualTo(409);
    }

    @Test
    void whatIsHiddenOrArchivedIsNotChanged() throws IOException {
        set(picture("png", 30, 20), 0);
        Browser other = signedIn(person(Set.of(new UUID(0, 1)), Role.QUALITY));
        assertThat(other.get(HERE + ".jpg").status()).isEqualTo(404);
        assertThat(other.get(HERE).status()).isEqualTo(404);
        products.archive(camera, true, person(Role.QUALITY));
        assertThat(set(picture("png", 9, 9), 1).status()).isEqualTo(409);
        assertThat(browser.get(HERE).html()).doesNotContain("type=\"file\"");
    }
}
