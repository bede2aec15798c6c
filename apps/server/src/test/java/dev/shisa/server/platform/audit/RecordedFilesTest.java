package dev.shisa.server.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.ledger.LedgerRecord;
import dev.shisa.server.platform.ledger.LedgerRecords;
import dev.shisa.server.platform.web.Messages;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.ResponseEntity;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Whoever takes a file out of the house leaves a line; whoever only looks does not. */
class RecordedFilesTest extends ServerTest {

    /** What hands out nothing that is not public, or not a file, with the reason. */
    private static final Map<String, String> NOT_RECORDED = Map.ofEntries(
            Map.entry("/certificate/shisa-ca.pem", "public by its nature"),
            Map.entry("/certificate/shisa-ca.crt", "public by its nature"),
            Map.entry("/settings/about/parts.cdx.json", "what Shisa is made of, public by its nature"),
            Map.entry("/api/v1/about/parts", "what Shisa is made of, public by its nature"),
            Map.entry("/records/checkpoints/checkpoint.txt", "public by its nature"),
            Map.entry("/records/checkpoints/vkey.txt", "public by its nature"),
            Map.entry("/records/checkpoints/{id}/held.txt", "public by its nature"),
            Map.entry("/records/{number}/entry.json", "a hash, public by its nature"),
            Map.entry("/records/{number}/proof", "hashes, public by their nature"),
            Map.entry(
                    "/calendar/{secret}.ics",
                    "asked for some times an hour by a program; that the address was made is recorded"),
            Map.entry("/psirt.{format}", "each case notes in the ledger that it was listed, without its title"),
            Map.entry("/psirt/{number}/files/{id}", "the case notes it in the ledger, without the name of the file"),
            Map.entry("/psirt/{number}/texts/{text}.txt", "the case notes it in the ledger"),
            Map.entry("/psirt/{number}/timeline.{format}", "the case notes it in the ledger"),
            Map.entry("/api/v1/psirt/cases/{number}/files/{id}", "the case notes it in the ledger"),
            Map.entry("/evidence/{code}/preview", "a picture in a page"),
            Map.entry("/evidence/{code}/page", "a page of the file, looked at within a page"),
            Map.entry("/products/{code}/evidence/desk/{id}/page", "a page of the file, looked at within a page"),
            Map.entry("/products/{code}/photo.jpg", "a picture in a page"),
            Map.entry("/account/sign-ins/passkeys/options", "what a passkey is asked, and no file"),
            Map.entry("/sign-in/passkey/options", "what a passkey is asked, and no file"));

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mapping;

    @Autowired
    LedgerRecords records;

    @Autowired
    Messages messages;

    @BeforeEach
    void nothingYet() {
        emptyDatabase();
    }

    @Test
    void everyDoorThatHandsOutAFileRecordsItOrSaysWhyNot() {
        Set<String> silent = new TreeSet<>();
        Set<String> excused = new TreeSet<>(NOT_RECORDED.keySet());
        mapping.getHandlerMethods().forEach((info, handler) -> {
            if (ResponseEntity.class.isAssignableFrom(handler.getReturnType().getParameterType())) {
                for (String route : info.getPatternValues()) {
                    Recorded recorded = handler.getMethodAnnotation(Recorded.class);
                    if (recorded != null) {
                        assertThat(messages.has(Locale.JAPANESE, "audit." + recorded.value()))
                                .as(recorded.value())
                                .isTrue();
                    } else if (!excused.remove(route)) {
                        silent.add(route + " " + name(handler));
                    }
                }
            }
        });
        assertThat(silent).isEmpty();
        assertThat(excused).as("doors that are no more").isEmpty();
    }

    private static String name(HandlerMethod handler) {
        return handler.getBeanType().getSimpleName() + "." + handler.getMethod().getName();
    }

    @Test
    void anExportLeavesOneLineWithItsFileAndItsFilter() {
        Browser owner = signedIn(Role.OWNER);
        assertThat(owner.get("/audit").status()).isEqualTo(200);
        assertThat(owner.get("/products").status()).isEqualTo(200);
        assertThat(acts()).isEmpty();

        assertThat(owner.get("/settings/people.csv?role=owner").status()).isEqualTo(200);
        assertThat(acts()).containsExactly("take.list");
        String line = jdbc.sql("SELECT thing || ' ' || details::text FROM audit")
                .query(String.class)
                .single();
        assertThat(line).contains("shisa-people-2026-11-20.csv", "/settings/people.csv", "role=owner");
        assertThat(records.page(new LedgerRecords.Filter("audit", null, null, null, true), 0, 9))
                .extracting(LedgerRecord::kind)
                .containsExactly("audit/1");
        assertThat(owner.get("/audit").text()).contains("一覧を保存した", "shisa-people-2026-11-20.csv", "取り出した場所");
    }

    @Test
    void whatIsRefusedOrDoesNotExistIsNoTaking() {
        assertThat(signedIn(Role.QUALITY).get("/settings/people.csv").status()).isEqualTo(403);
        assertThat(signedIn(Role.OWNER).get("/evidence/D-ZZZZZ/file").status()).isEqualTo(404);
        assertThat(signedIn(Role.OWNER).get("/products/NONE/evidence.csv").status())
                .isEqualTo(404);
        assertThat(acts()).isEmpty();
    }
}
