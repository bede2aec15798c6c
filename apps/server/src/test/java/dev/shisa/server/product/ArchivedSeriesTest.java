package dev.shisa.server.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.Recorded;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** An archived series asks for nothing and takes nothing, until it is brought back. */
class ArchivedSeriesTest extends ServerTest {

    private static final String NOTHING = "00000000-0000-7000-8000-000000000000";

    @Autowired
    private Products products;

    @Autowired
    private EvidenceLog evidence;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mapping;

    private Person sato = new Person(new java.util.UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Person tanaka = sato;
    private Series camera = new Series(new java.util.UUID(0, 0), "", "", "", "", "", null, 1);
    private String link = "";
    private Recorded manual = new Recorded(new java.util.UUID(0, 0), "", List.of());

    @BeforeEach
    void anArchivedCameraWithEvidenceThatWaitsAndRunsOut() {
        emptyDatabase();
        sato = person(Role.QUALITY);
        tanaka = person(Role.QUALITY);
        camera = products.create(
                new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-200W"), "2.4.1"), sato);
        manual = record();
        Page made = signedIn(sato)
                .post("/products/MC-200/questions/send", "slot", "model.shown", "recipient", "鈴木", "days", "14");
        link = "/answer/" + made.find("/answer/([A-Za-z0-9_-]{40,})");
        assertThat(signedOut().get(link).status()).isEqualTo(200);
        assertThat(home()).contains("「取扱説明書」の確認を待っています", "「取扱説明書」の期限が近づいています");
        products.archive(camera, true, sato);
    }

    @Test
    void asksNobodyForConfirmationOrRenewal() {
        assertThat(home()).doesNotContain("取扱説明書");
        assertThat(signedIn(tanaka).get("/confirm").text()).doesNotContain("取扱説明書");
        assertThat(signedIn(tanaka).get("/evidence?confirmation=waiting").text())
                .contains("確認を待つエビデンスは、0件です。")
                .doesNotContain("取扱説明書");
        assertThat(signedIn(tanaka).get("/evidence").text()).contains("取扱説明書");

        products.archive(camera, false, sato);
        assertThat(home()).contains("「取扱説明書」の確認を待っています", "「取扱説明書」の期限が近づいています");
    }

    @Test
    void refusesEveryChangeWithOneSentence() {
        Browser quality = signedIn(sato);
        List<String> wrong = new ArrayList<>();
        List<String> walked = new ArrayList<>();
        mapping.getHandlerMethods().forEach((info, handler) -> {
            boolean takesFiles = Arrays.stream(handler.getMethod().getGenericParameterTypes())
                    .anyMatch(type -> type.getTypeName().contains("MultipartFile"));
            for (String route : info.getPatternValues()) {
                boolean changes = info.getMethodsCondition().getMethods().contains(RequestMethod.POST)
                        && route.startsWith("/products/{code}/")
                        && !route.endsWith("/archive");
                if (changes) {
                    String path = route.replace("{code}", "MC-200").replaceAll("\\{[^}]*\\}", NOTHING);
                    Page answer = takesFiles
                            ? quality.upload(path, "file", "a.xlsx", new byte[] {1}, "key", "model.shown")
                            : quality.post(path, "key", "model.shown");
                    walked.add(path);
                    if (answer.status() != 409 || !answer.text().contains("「MC-200シリーズ」は保管中なので、変えられません。")) {
                        wrong.add(path + " answered " + answer.status());
                    }
                }
            }
        });
        assertThat(walked).hasSizeGreaterThan(20);
        assertThat(wrong).isEmpty();
        assertThat(count("fact")).isEqualTo(1);
    }

    @Test
    void opensNoFormThatCouldNotBeSent() {
        Browser quality = signedIn(sato);
        for (String form : List.of(
                "/evidence/new",
                "/questions",
                "/questions/one?key=model.shown",
                "/questions/send",
                "/questions/sheet",
                "/releases/new")) {
            Page page = quality.get("/products/MC-200" + form);
            assertThat(page.status()).as(form).isEqualTo(409);
            assertThat(page.text()).contains("「構成を直す」で一覧に戻してから");
        }
        for (String page : List.of("", "/conformity", "/evidence", "/register", "/releases", "/application", "/edit")) {
            assertThat(quality.get("/products/MC-200" + page).status()).as(page).isEqualTo(200);
        }
    }

    @Test
    void itsEvidenceIsNeitherConfirmedNorWithdrawnAndItsLinksAreClosed() {
        String fact = manual.facts().getFirst().toString();
        String path = "/evidence/" + manual.code();
        assertThat(signedIn(tanaka).post(path + "/confirm", "fact", fact).status())
                .isEqualTo(409);
        assertThat(signedIn(tanaka)
                        .post(path + "/withdraw", "fact", fact, "reason", "誤りと分かった")
                        .status())
                .isEqualTo(409);
        assertThat(signedOut().get(link).status()).isEqualTo(404);
        assertThat(signedOut().post(link, "name", "鈴木").status()).isEqualTo(404);

        products.archive(camera, false, sato);
        assertThat(signedOut().get(link).status()).isEqualTo(200);
        assertThat(signedIn(tanaka).post(path + "/confirm", "fact", fact).status())
                .isEqualTo(302);
    }

    private String home() {
        return signedIn(tanaka).get("/").text();
    }

    private Recorded record() {
        Subject subject = products.subject(camera, Subject.Kind.PRODUCT);
        return evidence.record(
                new NewEvidence(
                        EvidenceKind.DOCUMENT,
                        Strength.DOCUMENTED,
                        "取扱説明書",
                        "",
                        "3ページ",
                        camera.id(),
                        null,
                        null,
                        null,
                        Map.of(),
                        clock.instant(),
                        clock.instant().plus(Duration.ofDays(20)),
                        sato,
                        sato.name(),
                        "page",
                        null),
                List.of(new NewFact(subject, Slot.of("psti.statement"), Value.word("model"), "", Set.of())));
    }
}
