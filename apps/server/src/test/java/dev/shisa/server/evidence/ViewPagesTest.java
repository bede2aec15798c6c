package dev.shisa.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The document beside what is said of it: drawn anew, page by page, in a frame that runs nothing. */
class ViewPagesTest extends ServerTest {

    private static final String SLOT = "login.password.default[login-1]";

    @Autowired
    Products products;

    private Person sato;
    private Person tanaka;

    @BeforeEach
    void aCamera() {
        emptyDatabase();
        sato = person(Role.QUALITY);
        tanaka = person(Role.QUALITY);
        var camera = products.create(
                new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-200W"), "2.4.1"), sato);
        products.addItem(camera, "login", "管理画面", "", sato);
    }

    private static byte[] manual() {
        try (InputStream in = Objects.requireNonNull(
                ViewPagesTest.class.getResourceAsStream("/dev/shisa/server/document/manual.pdf"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String added(String name, byte[] bytes, String place) {
        Page saved = signedIn(sato)
                .upload(
                        "/products/MC-200/evidence/new",
                        "file",
                        name,
                        bytes,
                        "kind",
                        "document",
                        "place",
                        place,
                        "observed",
                        "2026-11-20",
                        "slot",
                        SLOT,
                        "f0.value",
                        "unique",
                        "act",
                        "save");
        assertThat(saved.status()).as(saved.text()).isEqualTo(302);
        return saved.location().replaceFirst("/evidence/", "").replaceFirst("[?].*", "");
    }

    private static void isHarmless(Page frame) {
        assertThat(frame.header("Content-Security-Policy"))
                .startsWith("sandbox; default-src 'none'; img-src data:;")
                .contains("frame-ancestors 'self'", "form-action 'none'")
                .doesNotContain("allow-", "unsafe", "script-src");
        assertThat(frame.header("X-Frame-Options")).isEqualTo("SAMEORIGIN");
        assertThat(frame.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(frame.header("Cache-Control")).contains("no-store");
        assertThat(frame.html()).doesNotContain("<script", "<object", "<embed", "http:", "https:");
    }

    @Test
    void aPageOfAPdfStandsBesideWhatWaitsAtThePlaceThatIsNamed() {
        String code = added("manual.pdf", manual(), "2ページ「更新」");
        Browser second = signedIn(tanaka);
        assertThat(second.get("/confirm").html()).contains("/evidence/" + code + "?page=0#document");
        Page page = second.get("/evidence/" + code + "?page=0");
        assertThat(page.text()).contains("2 / 3 ページ");
        assertThat(page.html())
                .contains("src=\"/evidence/" + code + "/page?n=2\"", " sandbox ")
                .doesNotContain("allow-same-origin", "allow-scripts");
        assertThat(page.header("Content-Security-Policy")).contains("frame-src 'self'", "frame-ancestors 'none'");
        assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
        Page frame = second.get("/evidence/" + code + "/page?n=2");
        assertThat(frame.status()).isEqualTo(200);
        isHarmless(frame);
        String png = frame.find("src=\"data:image/png;base64,([^\"]+)\"");
        assertThat(Base64.getDecoder().decode(png)).startsWith(0x89, 'P', 'N', 'G');
    }

    @Test
    void whoTurnsThePageKeepsWhatIsTickedAndWritten() {
        String code = added("manual.pdf", manual(), "1ページ");
        Browser second = signedIn(tanaka);
        String fact = second.get("/evidence/" + code + "?page=1").find("name=\"fact\" value=\"([0-9a-f-]{36})\"");
        Page turned = second.post("/evidence/" + code + "/confirm", "note", "表を読んだ", "act", "page 2");
        assertThat(turned.status()).isEqualTo(200);
        assertThat(turned.text()).contains("2 / 3 ページ");
        assertThat(turned.html().split("/withdraw\"")[0])
                .contains("value=\"表を読んだ\"", fact)
                .doesNotContain(fact + "\" checked");
        Page chosen = second.post(
                "/evidence/" + code + "/confirm", "note", "表を読んだ", "fact", fact, "act", "turn", "to-page", "3");
        assertThat(chosen.text()).contains("3 / 3 ページ");
        assertThat(chosen.html().split("/withdraw\"")[0]).contains(fact + "\" checked");
        assertThat(second.follow(second.post("/evidence/" + code + "/confirm", "note", "", "fact", fact))
                        .text())
                .contains("さんが確認しました。");
    }

    @Test
    void aTextIsShownAsItsLinesAndNothingOfItRuns() {
        String log = IntStream.rangeClosed(1, 250)
                .mapToObj(i -> i == 210 ? "<script>alert(1)</script>\u202e<img src=x>" : "拒否 " + i)
                .collect(Collectors.joining("\n"));
        String code = added("auth.log", log.getBytes(StandardCharsets.UTF_8), "210行目");
        Page page = signedIn(tanaka).english().get("/evidence/" + code + "?page=0");
        assertThat(page.text()).contains("2 of 2");
        Page frame = signedIn(tanaka).get("/evidence/" + code + "/page?n=2");
        isHarmless(frame);
        assertThat(frame.html())
                .contains("<th scope=\"row\">210</th>", "&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("\u202e", "<img");
    }

    @Test
    void anHtmlFileIsShownAsItsSource() {
        String code = added("a.html", "<html><body onload=x()>".getBytes(StandardCharsets.UTF_8), "1行目");
        Page frame = signedIn(tanaka).get("/evidence/" + code + "/page");
        isHarmless(frame);
        assertThat(frame.html()).contains("&lt;html&gt;&lt;body onload=x()&gt;");
    }

    @Test
    void aPictureIsDrawnAnewAndOneThatClaimsToBeHugeEndsWithASentence() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(3_000, 1_000, BufferedImage.TYPE_INT_RGB), "png", out);
        String code = added("label.png", out.toByteArray(), "全体");
        String png = signedIn(tanaka).get("/evidence/" + code + "/page").find("base64,([^\"]+)\"");
        BufferedImage drawn =
                ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(png)));
        assertThat(drawn.getWidth()).isEqualTo(1_600);

        byte[] bomb = out.toByteArray();
        bomb[18] = bomb[22] = (byte) 0xea;
        bomb[19] = bomb[23] = 0x60;
        String huge = added("bomb.png", bomb, "全体");
        Page frame = signedIn(tanaka).get("/evidence/" + huge + "/page");
        assertThat(frame.status()).isEqualTo(422);
        isHarmless(frame);
        assertThat(frame.text()).contains("4,000万画素を超えているため");
        Page beside = signedIn(tanaka).get("/evidence/" + huge + "?page=1");
        assertThat(beside.status()).isEqualTo(200);
        assertThat(beside.text()).contains("4,000万画素を超えているため").contains("確認する");
        assertThat(beside.html()).doesNotContain("<iframe");
    }

    @Test
    void whatCannotBeShownOrReadSaysSoInBothLanguages() {
        String zip = added("fw.zip", new byte[] {'P', 'K', 5, 6, 0, 0, 0, 0}, "全体");
        assertThat(signedIn(tanaka).get("/evidence/" + zip + "?page=1").text())
                .contains("「fw.zip」の種類のファイルは、ここでは見られません。");
        assertThat(signedIn(tanaka).get("/evidence/" + zip).html()).doesNotContain("?page=0#document");
        String broken = added("broken.pdf", "%PDF-1.7\nno".getBytes(StandardCharsets.UTF_8), "1ページ");
        assertThat(signedIn(tanaka).get("/evidence/" + broken + "?page=1").text())
                .contains("ファイルが壊れていて、読めません。");
        assertThat(signedIn(tanaka)
                        .english()
                        .get("/evidence/" + broken + "/page")
                        .text())
                .contains("damaged");
    }

    @Test
    void onlyWhoSeesThePieceSeesItsPages() {
        String code = added("a.txt", "geheim".getBytes(StandardCharsets.UTF_8), "1行目");
        assertThat(signedIn(Role.AUDITOR).get("/evidence/" + code + "/page").html())
                .contains("geheim");
        var gateway = products.create(new NewSeries("GW-50", "GW-50", "ゲートウェイ", "", List.of("GW-50"), "1.0"), sato);
        Person elsewhere = person(Set.of(gateway.id()), Role.QUALITY);
        Page hidden = signedIn(elsewhere).get("/evidence/" + code + "/page");
        assertThat(hidden.status()).isEqualTo(404);
        assertThat(hidden.html()).doesNotContain("geheim");
    }
}
