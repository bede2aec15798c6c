package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.Text;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/** What people of a maker do with Shisa, in the words of what they do. */
final class Maker {

    private final Visitor visitor;
    private final Words words;

    /** Facts about an item of the register: the item about which each was asked last. */
    private final Map<String, String> items = new HashMap<>();

    Maker(Visitor visitor) {
        this.visitor = visitor;
        this.words = visitor.words();
    }

    Visitor visitor() {
        return visitor;
    }

    private String say(String key, Object... args) {
        return words.say(key, args);
    }

    // ---- the first start

    void becomesTheOwner(String setUpPath, String name, String email, String password) {
        visitor.opens(setUpPath)
                .types(say("account.name"), name)
                .types(say("account.email"), email)
                .types(say("account.password"), password)
                .presses(say("account.set-up.owner.act"));
    }

    void namesTheOrganisation(String name) {
        visitor.types(say("account.organisation"), name)
                .chooses(say("account.language"), words.isJapanese() ? "日本語" : "English")
                .presses(say("account.set-up.organisation.act"));
    }

    void registersTheFirstSeries(String name, String kind, List<String> models, String release) {
        fillsInTheSeries(name, kind, models, release);
    }

    /** A device by itself on the network, made for a purpose, with no certification or statement; goes on to the questions. */
    void saysWhatIsInScope() {
        enters(words.fact("scope.network"), words.question("scope.network", ""), Answer.because("direct", "Wi-Fi"));
        enters(words.fact("scope.computer"), words.question("scope.computer", ""), Answer.is("no"));
        enters(words.fact("psti.statement"), words.question("psti.statement", ""), Answer.is("none"));
        enters(words.fact("certification.mark"), words.question("certification.mark", ""), Answer.is("none"));
        visitor.presses(say("first.questions"));
    }

    void registersASeries(String name, String kind, List<String> models, String release) {
        visitor.opens("/products/new");
        fillsInTheSeries(name, kind, models, release);
    }

    private void fillsInTheSeries(String name, String kind, List<String> models, String release) {
        visitor.types(say("product.name"), name)
                .types(say("product.kind"), kind)
                .types(say("product.models.first"), String.join("\n", models))
                .types(say("product.release.first"), release)
                .presses(say("product.new.do"));
    }

    /** Follows these guides besides those that it follows already. */
    void choosesGuides(String series, List<String> frameworks) {
        visitor.opens("/products/" + series + "/guides");
        frameworks.forEach(framework -> visitor.chooses(say("guides.choose.label"), words.guide(framework)));
        visitor.presses(say("guides.save"));
    }

    // ---- signing in and out

    void signsIn(String email, String password) {
        visitor.opens("/sign-in")
                .types(say("account.email"), email)
                .types(say("account.password"), password)
                .presses(say("account.sign-in.act"));
    }

    void signsOut() {
        Page page = visitor.page();
        page.locator("summary")
                .filter(new Locator.FilterOptions().setHasText(say("web.account")))
                .click();
        visitor.leads(() -> page.getByRole(
                        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Words.exactly(say("web.sign-out"))))
                .first()
                .click());
    }

    /** Makes a one-time link for a colleague; gives its path. */
    String invites(String name, String email, List<String> roles) {
        visitor.opens("/settings/people/new");
        return fillsInTheInvitation(name, email, roles);
    }

    /** The same on the page that is open. */
    String fillsInTheInvitation(String name, String email, List<String> roles) {
        visitor.types(say("account.name"), name)
                .types(say("account.email"), email)
                .chooses(say("people.language"), words.isJapanese() ? "日本語" : "English");
        roles.forEach(role -> visitor.chooses(say("people.roles"), say("role." + role)));
        visitor.presses(say("people.invite.act"));
        return shownAddress();
    }

    void acceptsTheInvitation(String path, String password) {
        visitor.opens(path).types(say("account.password.new"), password).presses(say("account.link.invitation.act"));
    }

    /** The address that stands on the page to be copied, as a path. */
    private String shownAddress() {
        String address = visitor.page()
                .getByRole(AriaRole.REGION)
                .filter(new Locator.FilterOptions().setHasText("https://"))
                .innerText()
                .strip();
        return URI.create(address).getPath();
    }

    // ---- the board

    void opensTheBoard(String series) {
        visitor.opens("/products/" + series + "/conformity");
    }

    /** The words under each criterion on the board. */
    SequencedMap<String, String> verdicts() {
        SequencedMap<String, String> verdicts = new LinkedHashMap<>();
        for (Locator tile : visitor.page().locator("ul.board a").all()) {
            List<String> lines = tile.innerText()
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            assertThat(lines).as("number, name, verdict").hasSize(3);
            String number = lines.getFirst();
            verdicts.put(number.startsWith("S") ? number : "S1.1-" + number, lines.getLast());
        }
        return verdicts;
    }

    String verdict(String series, String number) {
        opensTheBoard(series);
        return verdicts().getOrDefault(number, "none");
    }

    // ---- questions

    /** The key of the fact that the page asks for; empty when no question is left. */
    String asked() {
        Locator key = visitor.page().locator("input[name=key]");
        return key.count() == 0 ? "" : key.inputValue();
    }

    /**
     * Answers question after question, as they come; puts off what this person does not know.
     *
     * @param criterion only what it asks for; empty for all
     */
    List<String> answersWhatComes(String series, String criterion, Map<String, Answer> knowledge, int questionsMax) {
        List<String> answered = new ArrayList<>();
        visitor.opens("/products/" + series + "/questions" + (criterion.isEmpty() ? "" : "?requirement=" + criterion));
        for (int i = 0; i < questionsMax && !asked().isEmpty(); i++) {
            String key = asked();
            remembersTheItem(key);
            Answer answer = knowledge.get(key);
            if (answer == null) {
                visitor.presses(say("question.later"));
            } else {
                answersThisPage(key, answer);
                visitor.presses(say("question.answer"));
                answered.add(key);
            }
        }
        return answered;
    }

    private void remembersTheItem(String key) {
        String item = visitor.page().locator("input[name=item]").inputValue();
        if (!item.isEmpty()) {
            items.put(key, item);
        }
    }

    /** Opens the question by its name. */
    void opensTheQuestion(String series, String key) {
        visitor.opens("/products/" + series + "/questions/one?key=" + key + "&item=" + items.getOrDefault(key, ""));
    }

    void answers(String series, String key, Answer answer) {
        opensTheQuestion(series, key);
        answersThisPage(key, answer);
        visitor.presses(say("question.save"));
    }

    void answersWithADocument(String series, String key, Answer answer, FilePayload document, String place) {
        opensTheQuestion(series, key);
        answersThisPage(key, answer);
        visitor.unfolds(say("question.document"))
                .attaches(say("question.file"), document)
                .types(say("evidence.place.document"), place)
                .presses(say("question.save"));
    }

    private void answersThisPage(String key, Answer answer) {
        FactDefinition fact = words.fact(key);
        String question = visitor.heading();
        assertThat(question).matches(asPattern(fact.question()));
        enters(fact, question, answer);
    }

    /** Fills the inputs of one fact, wherever they stand. */
    void enters(FactDefinition fact, String question, Answer answer) {
        switch (answer) {
            case Answer.Chosen(List<String> values, String because) -> {
                values.forEach(value ->
                        visitor.chooses(question, words.choice(fact.key().value(), value)));
                Text detail = fact.detail();
                if (!because.isEmpty() && detail != null) {
                    visitor.types(detail.in(words.locale()), because);
                }
            }
            case Answer.Listed(List<String> names) -> visitor.types(say("question.add"), String.join("\n", names));
            case Answer.Typed(String text) -> visitor.types(question, text);
            case Answer.Unknown() -> visitor.chooses(question, say("fact.unknown"));
        }
    }

    private Pattern asPattern(Text question) {
        String[] around = question.in(words.locale()).split("\\{item}", -1);
        return Pattern.compile(
                String.join(".+", List.of(around).stream().map(Pattern::quote).toList()));
    }

    /** Says わからない and makes a link to exactly this question for a colleague; gives its path. */
    String passesOn(String series, String key, String colleague) {
        opensTheQuestion(series, key);
        answersThisPage(key, new Answer.Unknown());
        visitor.presses(say("question.save"));
        visitor.types(say("link.recipient"), colleague).presses(say("link.make"));
        return shownAddress();
    }

    /** A colleague without an account answers what the link asks. */
    void answersByLink(String path, String key, Answer answer, String name) {
        visitor.opens(path);
        enters(words.fact(key), words.question(key, ""), answer);
        visitor.types(say("link.name"), name).presses(say("link.submit"));
    }

    // ---- evidence

    void addsADocument(String series, String title, FilePayload file, String place, Map<String, Answer> shows) {
        opensNewEvidence(series, "document", shows);
        visitor.attaches(say("evidence.file.document"), file)
                .types(say("evidence.title"), title)
                .types(say("evidence.place.document"), place);
        shows.forEach((key, answer) -> enters(words.fact(key), words.question(key, ""), answer));
        visitor.presses(say("evidence.save"));
        assertThat(visitor.sees(say("evidence.done.added"))).isTrue();
    }

    /** A photograph with the model and the day in its record counts as a test. */
    void addsAPhotograph(
            String series, String title, FilePayload file, String model, LocalDate day, Map<String, Answer> shows) {
        opensNewEvidence(series, "photo", shows);
        visitor.attaches(say("evidence.file.photo"), file)
                .types(say("evidence.title"), title)
                .unfolds(say("evidence.record.title"))
                .types(say("evidence.record.model"), model)
                .types(say("evidence.record.performed-on"), day.toString());
        shows.forEach((key, answer) -> enters(words.fact(key), words.question(key, ""), answer));
        visitor.presses(say("evidence.save"));
        assertThat(visitor.sees(say("evidence.done.added"))).isTrue();
    }

    void addsATestRecord(
            String series,
            String title,
            FilePayload file,
            Map<String, String> record,
            LocalDate day,
            Map<String, Answer> shows) {
        opensNewEvidence(series, "test", shows);
        visitor.attaches(say("evidence.file.test"), file).types(say("evidence.title"), title);
        record.forEach((field, text) -> visitor.types(say("evidence.record." + field), text));
        visitor.types(say("evidence.record.performed-on"), day.toString());
        shows.forEach((key, answer) -> enters(words.fact(key), words.question(key, ""), answer));
        // Where the record says something else than the present answer, both stay.
        visitor.page().locator("input[name=both]").all().forEach(Locator::check);
        visitor.presses(say("evidence.save"));
        assertThat(visitor.sees(say("evidence.done.added"))).isTrue();
    }

    /** Withdraws everything that a piece of evidence shows. */
    void withdraws(String evidencePath, String reason) {
        visitor.opens(evidencePath).unfolds(say("evidence.withdraw")).types(say("evidence.withdraw.reason"), reason);
        visitor.leads(() -> visitor.page()
                .locator("form[action$='/withdraw'] button:not([data-close])")
                .click());
        assertThat(visitor.sees(say("evidence.done.withdrawn"))).isTrue();
    }

    private void opensNewEvidence(String series, String kind, Map<String, Answer> shows) {
        visitor.opens("/products/" + series + "/evidence/new?kind=" + kind
                + String.join(
                        "", shows.keySet().stream().map(key -> "&fact=" + key).toList()));
    }

    /** Reads what others submitted and confirms those whose title begins with one of these. */
    void confirms(List<String> titles) {
        visitor.opens("/confirm");
        for (String title : titles) {
            visitor.ticks(title);
        }
        visitor.presses(say("evidence.confirm.several"));
        assertThat(visitor.sees(say("evidence.confirm.done", titles.size()))).isTrue();
    }
}
