package dev.shisa.server.talk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.RequirementId;
import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.atonce.AtOnce;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Talk stands where the work is: who sees the thing reads it, an ask waits until it is answered, and nothing is decided by it. */
class TalkTest extends ServerTest {

    private static final String CRITERION = "/products/MC-200/conformity/S1.1-02";

    @Autowired
    private Products products;

    @Autowired
    private Talks talks;

    @Autowired
    private TalkTasks tasks;

    @Autowired
    private Guides guides;

    private Person sato = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Person suzuki = sato;
    private Browser quality = signedOut();
    private Browser psirt = signedOut();
    private String talk = "";

    @SuppressWarnings("NullAway.Init")
    private Series camera;

    @SuppressWarnings("NullAway.Init")
    private Series lock;

    @BeforeEach
    void aCameraALockAndTwoPeople() {
        emptyDatabase();
        sato = named(person(Role.QUALITY), "佐藤 花子");
        suzuki = named(person(Role.PSIRT), "鈴木 一郎");
        quality = signedIn(sato);
        psirt = signedIn(suzuki);
        camera = series("MC-200", "カメラ");
        lock = series("SL-10", "電子錠");
        talk = of(camera);
    }

    private Series series(String code, String name) {
        return products.create(new NewSeries(code, name, "機器", "", List.of(code + "A"), "1.0"), sato);
    }

    private static String of(Series series) {
        return "/talk/criterion/" + series.id() + ":jcstar1:S1.1-02";
    }

    private Person named(Person person, String name) {
        jdbc.sql("UPDATE person SET name = :name WHERE id = :id")
                .param("name", name)
                .param("id", person.id())
                .update();
        return new Person(person.id(), person.email(), name, "ja", person.roles(), person.series());
    }

    private Page ask(Browser by, String text, Person whom, String due) {
        return by.post(talk, "text", text, "to", whom.id().toString(), "due", due);
    }

    private UUID last() {
        return jdbc.sql("SELECT id FROM talk_comment ORDER BY id DESC LIMIT 1")
                .query(UUID.class)
                .single();
    }

    private Page assign(Browser by, Person whom) {
        return by.post(
                "/products/MC-200/conformity/jcstar1/S1.1-02/assignment",
                "assignee",
                whom.id().toString(),
                "due",
                "2026-11-25");
    }

    // Who reads and writes

    @Test
    void whatSomebodySaysStandsAtTheFootOfTheThingWithItsLines() {
        assertThat(quality.get(CRITERION).text()).contains("コメント(0件)", "コメントはエビデンスになりません");
        Page said = quality.post(talk, "text", "管理画面だけです。\n保守の端末はありません。<b>");
        assertThat(said.status()).as(said.text()).isEqualTo(302);
        Page there = quality.get(said.location());
        assertThat(there.location()).isEqualTo(CRITERION + "#said-" + last());
        assertThat(psirt.get(CRITERION).html())
                .contains("管理画面だけです。\n保守の端末はありません。&lt;b&gt;", "id=\"said-" + last() + "\"");
        assertThat(psirt.get(CRITERION).text()).contains("コメント(1件)", "佐藤 花子");
        assertThat(psirt.english().get(CRITERION).text()).contains("Comments (1)", "Comments are no evidence");
        assertThat(psirt.english().get(talk).text()).contains("Comments on カメラ S1.1-02");
        assertThat(acts()).contains("talk.say");
    }

    @Test
    void anAuditorReadsAndDoesNotWrite() {
        quality.post(talk, "text", "管理画面だけです");
        Browser auditor = signedIn(Role.AUDITOR);
        assertThat(auditor.get(CRITERION).text()).contains("管理画面だけです", "読めますが、書くことはできません");
        assertThat(auditor.get(CRITERION).html()).doesNotContain("action=\"" + talk);
        assertThat(auditor.post(talk, "text", "x").status()).isEqualTo(403);
        for (Role role : List.of(Role.OWNER, Role.EXECUTIVE, Role.OPERATOR)) {
            assertThat(signedIn(role).post(talk, "text", role.id()).status()).isEqualTo(302);
        }
    }

    @Test
    void whatIsNotSeenHasNoTalk() {
        quality.post(talk, "text", "カメラのこと");
        Browser limited = signedIn(named(person(Set.of(lock.id()), Role.QUALITY), "錠 担当"));
        assertThat(limited.get(talk).status()).isEqualTo(404);
        assertThat(limited.get(talk + "/there").status()).isEqualTo(404);
        assertThat(limited.post(talk, "text", "x").status()).isEqualTo(404);
        assertThat(limited.post(talk + "/" + last() + "/take-back").status()).isEqualTo(404);
        assertThat(limited.get(of(lock)).status()).isEqualTo(200);
        assertThat(limited.post(of(lock), "text", "x").status()).isEqualTo(302);
        assertThat(signedOut().get(talk).status()).isNotEqualTo(200);
        for (String none : List.of("/talk/criterion/x", "/talk/nothing/x", "/talk/criterion/" + camera.id() + ":a:b")) {
            assertThat(quality.get(none).status()).as(none).isEqualTo(404);
        }
        String other = of(lock) + "/"
                + jdbc.sql("SELECT id FROM talk_comment ORDER BY id LIMIT 1")
                        .query(UUID.class)
                        .single();
        assertThat(quality.post(other + "/take-back").status())
                .as("what was said elsewhere is not there")
                .isEqualTo(404);
    }

    @Test
    void whatIsTheCompanysIsReadByAllAndWrittenByWhoSeesAll() {
        UUID company = settings.organisationId().orElseThrow();
        guides.chooseForOrganisation(Set.of("psirt-guide"), sato);
        RequirementId first = guides.asked(company).getFirst().id();
        String here = "/talk/criterion/" + company + ":" + first.framework() + ":" + first.number();
        Browser limited = signedIn(named(person(Set.of(lock.id()), Role.QUALITY), "錠 担当"));
        assertThat(limited.get(here).status()).isEqualTo(200);
        assertThat(limited.post(here, "text", "x").status()).isEqualTo(403);
    }

    @Test
    void nobodyWritesAboutWhatIsArchivedAndNothingOfItWaits() {
        ask(quality, "確かめてください", suzuki, "");
        products.archive(camera, true, sato);
        assertThat(quality.post(talk, "text", "x").status()).isEqualTo(409);
        assertThat(psirt.get("/").text()).doesNotContain("佐藤 花子さんに回答する");
        assertThat(psirt.get(talk).text()).contains("確かめてください", "保管中の製品なので、コメントは書けません");
    }

    // Mentions

    @Test
    void whoIsNamedIsToldAndStandsBelow() {
        quality.post(talk, "text", "@鈴木 一郎さん、保守の端末はありますか。@types/node と a@b.example は名前ではありません");
        assertThat(psirt.get(CRITERION).text()).contains("知らせた人: 鈴木 一郎");
        quality.post(talk, "text", "@鈴木一郎 もう一度");
        assertThat(jdbc.sql("SELECT count(*) FROM talk_comment WHERE mentioned_ids = ARRAY[:id]::uuid[]")
                        .param("id", suzuki.id())
                        .query(Integer.class)
                        .single())
                .as("with or without the space")
                .isEqualTo(2);
    }

    @Test
    void whoMayNotSeeItIsRefusedAndNotTold() {
        named(person(Set.of(lock.id()), Role.QUALITY), "錠 担当");
        Page refused = quality.post(talk, "text", "@錠 担当 どう思いますか");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("これを見られないので知らせられません", "@錠 担当 どう思いますか");
        assertThat(count("talk_comment")).isZero();
    }

    @Test
    void halfANameIsAskedForInsteadOfLeft() {
        Page refused = quality.post(talk, "text", "@鈴木さん、お願いします");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("だれか決まりません", "(鈴木 一郎)", "@鈴木さん、お願いします");
    }

    // Asks

    @Test
    void anAskWaitsOnceWhereItBelongsUntilItIsAnswered() {
        Page asked = ask(quality, "保守の端末はありますか", suzuki, "2026-11-25");
        assertThat(asked.status()).as(asked.text()).isEqualTo(302);
        assertThat(psirt.get("/tasks?mine=1").text()).contains("佐藤 花子さんに回答する: カメラ S1.1-02");
        assertThat(tasks.tasks(suzuki, Locale.JAPANESE))
                .singleElement()
                .satisfies(one -> assertThat(one.due()).isEqualTo("2026-11-25"));
        assertThat(quality.get("/tasks").text()).contains("回答を待つ: カメラ S1.1-02");
        assertThat(signedIn(Role.QUALITY).get("/tasks").text())
                .as("nobody else is bothered")
                .doesNotContain("カメラ S1.1-02");
        assertThat(psirt.get(CRITERION).html()).contains("<details class=\"more\" open");
        UUID ask = last();

        assertThat(quality.post(talk + "/" + ask + "/answer", "text", "x").status())
                .as("only who was asked answers")
                .isEqualTo(403);
        Page empty = psirt.post(talk + "/" + ask + "/answer", "text", " ", "comment", ask.toString());
        assertThat(empty.status()).isEqualTo(422);
        Page answered = psirt.post(talk + "/" + ask + "/answer", "text", "ありません", "comment", ask.toString());
        assertThat(answered.status()).as(answered.text()).isEqualTo(302);
        assertThat(psirt.get("/tasks").text()).doesNotContain("佐藤 花子さんに回答する");
        assertThat(quality.get("/tasks").text()).doesNotContain("回答を待つ");
        assertThat(quality.get(CRITERION).text()).contains("ありません", "質問を見る").doesNotContain("回答待ち");

        UUID answer = last();
        assertThat(psirt.post(talk + "/" + answer + "/take-back").status()).isEqualTo(302);
        assertThat(psirt.get("/tasks?mine=1").text())
                .as("an answer that is taken back is none")
                .contains("佐藤 花子さんに回答する");
    }

    @Test
    void whoCannotAnswerIsNotAsked() {
        Person auditor = named(person(Role.AUDITOR), "監査 太郎");
        Person limited = named(person(Set.of(lock.id()), Role.QUALITY), "錠 担当");
        for (Person one : List.of(auditor, limited, sato)) {
            Page refused = ask(quality, "残る言葉", one, "");
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.text()).contains("一覧から選び直してください", "残る言葉");
        }
        assertThat(quality.get(CRITERION).html())
                .contains(suzuki.id().toString())
                .doesNotContain(auditor.id().toString(), limited.id().toString());
        assertThat(ask(quality, "x", suzuki, "2026-11-19").text()).contains("今日以降の日");
        assertThat(quality.post(talk, "text", "x", "due", "2026-11-25").text()).contains("期限だけでは頼めません");
    }

    @Test
    void anAskThatIsTakenBackWaitsNoMoreAndItsWordsAreGone() {
        ask(quality, "秘密の言葉", suzuki, "");
        UUID ask = last();
        assertThat(psirt.post(talk + "/" + ask + "/take-back").status()).isEqualTo(403);
        clock.advance(Duration.ofDays(1));
        assertThat(signedIn(sato).post(talk + "/" + ask + "/take-back").status())
                .isEqualTo(302);
        psirt = signedIn(suzuki);
        assertThat(psirt.get("/tasks").text()).doesNotContain("佐藤 花子さんに回答する");
        assertThat(psirt.get(CRITERION).text())
                .contains("書いた人が2026-11-21に取り消しました")
                .doesNotContain("秘密の言葉");
        assertThat(signedIn(sato).post(talk + "/" + ask + "/take-back").status())
                .isEqualTo(409);
        Page late = psirt.post(talk + "/" + ask + "/answer", "text", "書いた答え", "comment", ask.toString());
        assertThat(late.status()).isEqualTo(422);
        assertThat(late.text()).contains("頼んだ人が質問を取り消しました", "書いた答え");
    }

    @Test
    void whatIsSentTwiceIsSaidOnce() {
        ask(quality, "ありますか", suzuki, "");
        ask(quality, "ありますか", suzuki, "");
        assertThat(count("talk_comment")).isEqualTo(1);
        psirt.post(talk, "text", "あります");
        ask(quality, "ありますか", suzuki, "");
        assertThat(count("talk_comment")).as("later it is said again").isEqualTo(3);
    }

    @Test
    void ofAnAnswerAndATakingBackAtOnceTheSecondSeesTheFirst() {
        ask(quality, "ありますか", suzuki, "");
        UUID ask = last();
        String thing = talk.substring("/talk/criterion/".length());
        try (AtOnce atOnce = atOnce()) {
            AtOnce.Open taking = atOnce.begin().step(() -> talks.takeBack("criterion", thing, ask, sato));
            Future<Page> answering = atOnce.beside(
                    () -> psirt.post(talk + "/" + ask + "/answer", "text", "書いた答え", "comment", ask.toString()));
            taking.commit();
            assertThat(AtOnce.result(answering).text()).contains("頼んだ人が質問を取り消しました", "書いた答え");
        }
        assertThat(count("talk_comment")).isEqualTo(1);
    }

    // Handing back

    @Test
    void whatWasGivenIsHandedBackAndWaitsForWhoGaveIt() {
        assertThat(psirt.get(CRITERION).text()).doesNotContain("差し戻");
        assign(quality, suzuki);
        assertThat(psirt.get(CRITERION).text()).contains("担当を佐藤 花子さんに差し戻します");
        assertThat(quality.get(CRITERION).text()).doesNotContain("差し戻します");
        assertThat(psirt.post(talk + "/hand-back", "text", " ").status()).isEqualTo(422);
        Page back = psirt.post(talk + "/hand-back", "text", "画面を見られません");
        assertThat(back.status()).as(back.text()).isEqualTo(302);
        assertThat(count("assignment WHERE ended_at IS NULL")).isZero();
        assertThat(quality.get("/tasks?mine=1").text()).contains("差し戻された担当を決め直す: カメラ S1.1-02");
        assertThat(tasks.tasks(sato, Locale.JAPANESE)).hasSize(1);
        assertThat(quality.get(CRITERION).text()).contains("佐藤 花子さんに差し戻しました", "画面を見られません");
        assertThat(psirt.post(talk + "/hand-back", "text", "画面を見られません").status())
                .as("the same once more")
                .isEqualTo(302);
        assertThat(count("talk_comment")).isEqualTo(1);
        Page again = psirt.post(talk + "/hand-back", "text", "残る言葉");
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.text()).contains("いまは、あなたの担当ではありません", "残る言葉");
        quality.post(talk + "/" + last() + "/answer", "text", "わたしが見ます");
        assertThat(quality.get("/tasks").text()).doesNotContain("差し戻された");
        assertThat(acts()).contains("talk.hand-back", "requirement.unassign");
    }

    @Test
    void whatOneTookOnOneselfGoesBackToNobody() {
        assign(quality, sato);
        assertThat(quality.get(CRITERION).text()).doesNotContain("差し戻します");
        assertThat(quality.post(talk + "/hand-back", "text", "x").status()).isEqualTo(422);
        assertThat(count("assignment WHERE ended_at IS NULL")).isEqualTo(1);
    }

    // Limits

    @Test
    void textAndNumberAreBounded() {
        Page refused = quality.post(talk, "text", "あ".repeat(Talks.TEXT_CHARS_MAX + 1));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("2,000文字までで書いてください", "あ".repeat(50));
        assertThat(quality.post(talk, "text", "あ".repeat(Talks.TEXT_CHARS_MAX)).status())
                .isEqualTo(302);
        jdbc.sql("""
                        INSERT INTO talk_comment (id, place, thing, series_id, text, back, mentioned_ids, by_id, by_name, at)
                        SELECT gen_random_uuid(), place, thing, series_id, 'x' || n, false, '{}', by_id, by_name, at
                        FROM talk_comment, generate_series(1, :more) n""").param("more", Talks.COMMENTS_MAX - 1).update();
        Page full = quality.post(talk, "text", "もう一つ");
        assertThat(full.status()).isEqualTo(422);
        assertThat(full.text()).contains("ここに書けるコメントは1,000件までです", "もう一つ");
        assertThat(quality.get(CRITERION).text()).contains("すべてのコメントを見る(1,000件)");
        assertThat(quality.get(CRITERION).html().split("id=\"said-", -1)).hasSize(ListPage.ROWS + 1);
        assertThat(quality.get(talk + "?page=40").html().split("id=\"said-", -1))
                .hasSize(ListPage.ROWS + 1);
    }

    // What it is not

    @Test
    void noVerdictAndNoFactComesOfIt() {
        int facts = count("fact");
        int evidence = count("evidence");
        String verdicts = verdicts();
        ask(quality, "満たしています", suzuki, "");
        psirt.post(talk + "/" + last() + "/answer", "text", "はい");
        assertThat(verdicts()).isEqualTo(verdicts);
        assertThat(count("fact")).isEqualTo(facts);
        assertThat(count("evidence")).isEqualTo(evidence);
        assertThat(count("ledger_outbox WHERE kind = 'talk/1'")).isEqualTo(2);
    }

    private String verdicts() {
        return jdbc.sql("SELECT string_agg(v::text, '|' ORDER BY v::text) FROM verdict v")
                .query(String.class)
                .single();
    }

    // Programs

    @Test
    void programsDoTheSame() {
        Api program = api(sato, Set.of(Act.VIEW, Act.TALK));
        Api other = api(suzuki, Set.of(Act.VIEW, Act.TALK));
        String here = "/api/v1" + talk;
        Api.Answer said = program.post(here, "{\"text\": \"ありますか\", \"to\": \"" + suzuki.id() + "\"}");
        assertThat(said.status()).as(said.text()).isEqualTo(201);
        assertThat(said.at("/kind")).isEqualTo("ask");
        assertThat(said.json().at("/waits").asBoolean()).isTrue();
        Api.Answer answered = other.post(here + "/" + said.at("/id") + "/answer", "{\"text\": \"ありません\"}");
        assertThat(answered.status()).as(answered.text()).isEqualTo(201);
        assertThat(answered.at("/answers")).isEqualTo(said.at("/id"));
        Api.Answer taken = program.post(here + "/" + said.at("/id") + "/take-back", "");
        assertThat(taken.status()).as(taken.text()).isEqualTo(200);
        assertThat(taken.json().at("/text").isNull()).isTrue();
        assertThat(other.get(here).json().path("items").size()).isEqualTo(2);
        assertThat(api(suzuki, Set.of(Act.VIEW)).post(here, "{\"text\": \"x\"}").status())
                .isEqualTo(403);
        assertThat(other.post(here + "/hand-back", "{\"text\": \"x\"}").status())
                .isEqualTo(422);
        assertThat(program.post(here, "{\"text\": \"@錠\"}").status()).isEqualTo(201);
    }
}
