package dev.shisa.server.evidence;

import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A desk as its person sees it.
 *
 * @param facts what the files are to show
 * @param mistake why nothing was done; empty otherwise
 * @param added how many files have just been put there
 * @param told what became of the others that were sent
 */
public record DeskView(
        String action,
        List<String> facts,
        List<File> files,
        List<OpenCriteria.Criterion> criteria,
        int added,
        List<Told> told,
        String mistake,
        @Nullable Done done) {

    /** Of what a product still has to show, so many stand below the files. */
    private static final int CRITERIA_SHOWN = 5;

    public DeskView {
        facts = List.copyOf(facts);
        files = List.copyOf(files);
        criteria = List.copyOf(criteria);
        told = List.copyOf(told);
    }

    /** A piece of evidence that is recorded already. */
    public record Piece(String code, EvidenceTitle title) {}

    /** @param about kind by its content, size, since when */
    public record File(String id, String name, String about, boolean nameDisagrees, String href) {}

    /**
     * A file that was not put on the desk.
     *
     * @param piece code of the piece that has its content; empty: none has
     */
    public record Told(String name, String sentence, String href, String thing, String piece) {}

    /** What was recorded last. */
    public record Done(String title, String href, boolean waits, List<ConfirmationEffects.Effect> turned) {
        public Done {
            turned = List.copyOf(turned);
        }
    }

    static DeskView of(
            Series series,
            List<DeskFile> waiting,
            List<OpenCriteria.Criterion> criteria,
            List<Desk.Outcome> outcomes,
            @Nullable Done done,
            List<String> asked,
            String mistake,
            Ui ui) {
        String facts = AddFacts.asking(asked);
        String base = "/products/" + series.code() + "/evidence/";
        List<Told> told = new ArrayList<>();
        int added = 0;
        for (Desk.Outcome outcome : outcomes) {
            switch (outcome) {
                case Desk.Outcome.Taken taken -> added++;
                case Desk.Outcome.Waiting(String name, DeskFile one) ->
                    told.add(new Told(
                            name,
                            ui.t("evidence.desk.waiting"),
                            open(base, one, facts),
                            one.file().fileName(),
                            ""));
                case Desk.Outcome.Known(String name, Piece piece) ->
                    told.add(new Told(
                            name,
                            ui.t("evidence.desk.known"),
                            "/evidence/" + piece.code(),
                            piece.title().in(ui.locale()),
                            piece.code()));
                case Desk.Outcome.Refused(String name, String code, List<Object> args) ->
                    told.add(new Told(
                            name,
                            ui.t("error." + code, args.toArray()) + " "
                                    + ui.t("error." + code + ".next", args.toArray()),
                            "",
                            "",
                            ""));
            }
        }
        return new DeskView(
                base + "desk",
                asked,
                waiting.stream().map(one -> file(base, one, facts, ui)).toList(),
                criteria.stream().limit(CRITERIA_SHOWN).toList(),
                added,
                told,
                mistake,
                done);
    }

    private static File file(String base, DeskFile one, String facts, Ui ui) {
        StoredFile file = one.file();
        return new File(
                one.id().toString(),
                file.fileName(),
                ui.t(
                        "evidence.desk.about",
                        EvidenceRows.typeWords(file.mediaType(), ui),
                        EvidenceRows.size(file.sizeBytes()),
                        ui.day(one.at())),
                file.nameDisagrees(),
                open(base, one, facts));
    }

    private static String open(String base, DeskFile one, String facts) {
        return base + "new?kind=" + one.kind().id() + "&upload=" + one.id() + facts;
    }
}
