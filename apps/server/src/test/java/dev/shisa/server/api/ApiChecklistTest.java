package dev.shisa.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.ServerTest;
import dev.shisa.server.checklist.TestChecklists;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A customer's checklist by programs: sent, columns named, rows tied, answered from the same evidence, taken back filled. */
class ApiChecklistTest extends ServerTest {

    private static final String PATH = "/api/v1/series/MC-200/checklists";
    private static final String COLUMNS = """
            {"sheet": "確認表", "header": 3, "number": "A", "question": "B", "answer": "C", "remark": "D"}""";

    @Autowired
    private Products products;

    private Api api = apiWith("");
    private Api second = apiWith("");

    @BeforeEach
    void aCamera() {
        emptyDatabase();
        Person quality = person(Role.QUALITY);
        products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of("MC-200W"), "2.4.1"), quality);
        products.create(new NewSeries("L-10", "錠", "機器", "", List.of("L-10"), "1.0"), quality);
        api = api(quality, Set.of(Act.VIEW, Act.ADD_EVIDENCE, Act.PREPARE_APPLICATION));
        second = api(person(Role.QUALITY), Set.of(Act.VIEW, Act.CONFIRM));
    }

    private Api.Answer sent(String series) {
        Api.Answer sent = api.upload(
                "/api/v1/series/" + series + "/checklists?fileName=check.xlsx&name=Tokai", TestChecklists.customer());
        assertThat(sent.status()).as(sent.toString()).isEqualTo(201);
        return sent;
    }

    private String read() {
        Api.Answer sent = sent("MC-200");
        String one = PATH + "/" + sent.at("/id");
        Api.Answer named = api.put(one + "/columns", COLUMNS, "If-Match", sent.tag());
        assertThat(named.status()).as(named.toString()).isEqualTo(200);
        return one;
    }

    private String tie(String one, int row, String body) {
        Api.Answer tied = api.post(one + "/rows/" + row + "/ties", body);
        assertThat(tied.status()).as(tied.toString()).isEqualTo(201);
        return tied.at("/state");
    }

    private static String cell(byte[] xlsx, int row, int column) throws IOException {
        try (XSSFWorkbook workbook = new XSSFWorkbook(new ByteArrayInputStream(xlsx))) {
            return workbook.getSheet("確認表").getRow(row - 1).getCell(column).getStringCellValue();
        }
    }

    @Test
    void whatTheFirstRowsSayHelpsToNameTheColumns() {
        Api.Answer sent = sent("MC-200");
        assertThat(sent.header("Location")).isEqualTo(PATH + "/" + sent.at("/id"));
        assertThat(sent.json().path("columns").isNull()).isTrue();
        String one = PATH + "/" + sent.at("/id");

        Api.Answer workbook = api.get(one + "/workbook");

        assertThat(workbook.at("/sheet")).isEqualTo("確認表");
        assertThat(workbook.at("/guess/question")).isEqualTo("B");
        assertThat(workbook.at("/lines/2/cells/B")).isEqualTo("確認事項");
        assertThat(api.get(one + "/workbook?sheet=x").code()).isEqualTo("api.parameter");
        assertThat(api.put(one + "/columns", COLUMNS.replace("\"B\"", "\"A\""), "If-Match", sent.tag())
                        .at("/errors/0/field"))
                .isEqualTo("/number");
        assertThat(api.put(one + "/columns", COLUMNS.replace("3", "0"), "If-Match", sent.tag())
                        .at("/errors/0/field"))
                .isEqualTo("/header");
        Api.Answer named = api.put(one + "/columns", COLUMNS, "If-Match", sent.tag());
        assertThat(named.at("/rows")).isEqualTo("3");
        assertThat(api.put(one + "/columns", COLUMNS, "If-Match", sent.tag()).code())
                .isEqualTo("api.stale");
    }

    @Test
    void aRowIsAnsweredFromTheEvidenceOnceSomebodyTiedIt() throws IOException {
        String one = read();
        assertThat(api.get(one + "/rows/5").at("/state")).isEqualTo("not-tied");
        assertThat(api.get(one + "/rows/5/proposals").json().path("items").findValuesAsString("requirement"))
                .contains("jcstar1/S1.1-09");
        assertThat(api.get(one + "/rows/6/proposals").json().path("items").findValuesAsString("why"))
                .contains("related");

        assertThat(tie(one, 5, "{\"fact\": \"priority.policy\", \"accepted\": [\"documented\"]}"))
                .isEqualTo("unknown");
        String evidence = api.post("/api/v1/series/MC-200/answers", """
                        {"answers": [{"key": "priority.policy", "value": "documented", "detail": "3章に定めている"}]}""").at("/code");
        assertThat(api.get(one + "/rows?state=expected").at("/items/0/row")).isEqualTo("5");
        assertThat(cell(api.get(one + "/answered.xlsx").bytes(), 5, 2)).isEmpty();

        assertThat(second.post("/api/v1/evidence/" + evidence + "/confirm", "{}")
                        .status())
                .isEqualTo(200);

        assertThat(api.get(one + "/rows/5").at("/state")).isEqualTo("met");
        assertThat(api.get(one + "/cells").at("/items/0/cell")).isEqualTo("C5");
        assertThat(api.get(one + "/cells").json().at("/items/0/written").asBoolean())
                .isTrue();
        byte[] filled = api.get(one + "/answered.xlsx").bytes();
        assertThat(cell(filled, 5, 2)).isEqualTo("適合");
        assertThat(cell(filled, 6, 2)).isEmpty();
        assertThat(acts()).contains("checklist.upload", "checklist.columns", "checklist.tie", "take.form");
    }

    @Test
    void aTieNamesWhatTheCatalogueHas() {
        String one = read();
        String ties = one + "/rows/5/ties";
        assertThat(api.post(ties, "{}").at("/errors/0/field")).isEqualTo("/requirement");
        assertThat(api.post(ties, "{\"requirement\": \"jcstar1/S9\"}").at("/errors/0/field"))
                .isEqualTo("/requirement");
        assertThat(api.post(ties, "{\"requirement\": \"jcstar1/S1.1-09\", \"fact\": \"priority.policy\"}")
                        .at("/errors/0/field"))
                .isEqualTo("/fact");
        assertThat(api.post(ties, "{\"fact\": \"no.such\"}").at("/errors/0/field"))
                .isEqualTo("/fact");
        assertThat(api.post(ties, "{\"fact\": \"priority.policy\"}").at("/errors/0/field"))
                .isEqualTo("/accepted");
        assertThat(api.post(ties, "{\"fact\": \"priority.policy\", \"accepted\": [\"documented\", \"nonsense\"]}")
                        .at("/errors/0/field"))
                .isEqualTo("/accepted/1");
        assertThat(api.post(one + "/rows/4/ties", "{\"requirement\": \"jcstar1/S1.1-09\"}")
                        .code())
                .isEqualTo("checklist.row.unknown");
        assertThat(count("checklist_tie")).isZero();

        tie(one, 5, "{\"requirement\": \"jcstar1/S1.1-09\"}");
        assertThat(api.put(
                                one + "/columns",
                                COLUMNS.replace("3", "4"),
                                "If-Match",
                                api.get(one).tag())
                        .at("/errors/0/field"))
                .as("the tie would stand at another question")
                .isEqualTo("/sheet");
        String tie = api.get(one + "/rows/5").at("/ties/0/id");
        assertThat(api.delete(one + "/ties/" + tie).status()).isEqualTo(200);
        assertThat(api.get(one + "/rows/5").at("/state")).isEqualTo("not-tied");
    }

    @Test
    void whatIsTiedElsewhereIsOfferedAndTakenOver() {
        String one = read();
        tie(one, 5, "{\"requirement\": \"jcstar1/S1.1-09\"}");

        Api.Answer next = sent("L-10");

        String other = "/api/v1/series/L-10/checklists/" + next.at("/id");
        assertThat(next.at("/columns/question")).as("the header is known").isEqualTo("B");
        Api.Answer earlier = api.get(other + "/earlier");
        assertThat(earlier.at("/items/0/row")).isEqualTo("5");
        assertThat(earlier.at("/items/0/bases/0/requirement")).isEqualTo("jcstar1/S1.1-09");
        assertThat(api.get(other).at("/tied")).isEqualTo("0");
        assertThat(api.post(other + "/take-over", "{\"rows\": [5, 6]}").at("/rows"))
                .isEqualTo("1");
        assertThat(api.get(other).at("/tied")).isEqualTo("1");
    }

    @Test
    void aChecklistIsRemovedAndComesBack() {
        String one = read();
        assertThat(api.delete(one).status()).isEqualTo(200);
        assertThat(api.get(one).code()).isEqualTo("checklist.unknown");
        assertThat(api.get(PATH).json().at("/items/0/removed").asBoolean()).isTrue();
        assertThat(api.post(one + "/restore", "").at("/rows")).isEqualTo("3");
        assertThat(api.post(PATH + "/" + UUID.randomUUID() + "/restore", "").code())
                .isEqualTo("checklist.unknown");
        assertThat(acts()).contains("checklist.remove", "checklist.restore");
    }

    @Test
    void saysWhatIsWrongWithAFileAndStoresNothing() {
        assertThat(api.upload(PATH + "?fileName=a.xlsx&name=x", new byte[] {1, 2})
                        .code())
                .isEqualTo("checklist.refused");
        assertThat(api.upload(PATH + "?fileName=a.xlsx", TestChecklists.customer())
                        .code())
                .as("nobody says whose it is")
                .isEqualTo("checklist.refused");
        assertThat(count("checklist")).isZero();
    }

    @Test
    void withoutAColumnForAnswersThereIsNoFile() {
        Api.Answer sent = sent("MC-200");
        String one = PATH + "/" + sent.at("/id");
        assertThat(api.get(one + "/answered.xlsx").code()).isEqualTo("checklist.no-columns");
        api.put(one + "/columns", "{\"sheet\": \"確認表\", \"header\": 3, \"question\": \"B\"}", "If-Match", sent.tag());
        assertThat(api.get(one + "/cells").code()).isEqualTo("checklist.no-columns");
    }
}
