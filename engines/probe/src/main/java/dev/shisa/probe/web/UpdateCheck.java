package dev.shisa.probe.web;

import dev.shisa.probe.Declaration;
import dev.shisa.probe.Exchange;
import dev.shisa.probe.Key;
import dev.shisa.probe.Verdict;
import dev.shisa.probe.run.Bench;
import dev.shisa.probe.run.Pulse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;

/**
 * Whether the update page takes what the maker did not sign. Sent are small files that hold a sentence instead of a
 * program: as they are, with the first bytes of usual images, and with every usual checksum computed anew, since a
 * checksum keeps nobody out; and, where the device's own image is at hand, that image with one byte flipped, shortened
 * and lengthened, also with its own sums computed anew. As body and as form, by the user and by a stranger. It ends with
 * the first one taken.
 *
 * <p>A door that refused them all may refuse everything, or may never have understood that an image was sent. So a
 * refusal counts only beside its control: the own image as it is, sent in the same way, must be taken. That comes last,
 * since a device that takes its image may restart ({@link #control}).
 */
final class UpdateCheck {

    static final Pattern PLACE = Pattern.compile("(?i)(update|upgrade|firmware|fwup|ota|\\bfw\\b|flash|アップデート|更新)");
    private static final Pattern IMAGE = Pattern.compile("(?i)\\.(bin|img|fw|trx|chk|swu|rom|upd)(\\?.*)?$");
    private static final Pattern TAKEN = Pattern.compile(
            "(?i)\"?(accepted|success|ok|result|status|updated|installed|valid)\"?\\s*[:=]\\s*\"?(true|ok|success|accepted|1|0|done|updating)\\b"
                    + "|\\b(accepted|success|successful|successfully|installed|installing|rebooting|restarting|flashing|upgrading|updating|verified|complete|completed|done|applied)\\b|受け付け|成功|完了|再起動");
    /** What a program reads: these words and no others. */
    private static final Pattern SAYS_TAKEN =
            Pattern.compile("(?i)\"(accepted|success|ok|updated|installed|valid)\"\\s*:\\s*(true|1|\"true\"|\"ok\")");
    /** Where an error would stand if there were one. */
    private static final Pattern NO_ERROR =
            Pattern.compile("(?i)\"?(errors?|fail(ed|ures?)?)\"?\\s*[:=]\\s*(null|\"\"|0|false|none|\\[\\s*])");

    private static final Pattern REFUSED = Pattern.compile(
            "(?i)\"?(accepted|success|ok|updated|installed|valid)\"?\\s*[:=]\\s*\"?(false|no|0|error|fail)"
                    + "|invalid|reject|refus|not (valid|accepted|signed|allowed|authentic)|fail|error|bad (image|signature|file)|corrupt|mismatch|unsigned|denied|wrong|missing|unknown|unsupported|cannot|could not|unable|失敗|不正|エラー|できません");

    /** Whoever restarts does so soon. */
    private static final int RESTARTS_WITHIN_MS = 3000;

    private static final int RESTART_MS = 40_000;
    private static final int ASK_EVERY_MS = 1000;

    private final Bench bench;
    private final Site site;
    /** The image that the maker made for this device; empty: none is at hand. */
    private final byte[] own;

    private final String item;
    private final List<Refusing> refusing = new ArrayList<>();
    private int refused;
    private Exchange proof = Exchange.NONE;
    private Exchange taken = Exchange.NONE;
    private boolean unclear;

    private UpdateCheck(Bench bench, Site site, byte[] own) {
        this.bench = bench;
        this.site = site;
        this.own = own;
        this.item = bench.declared().update().map(Declaration.Update::item).orElse("");
    }

    private enum Answer {
        TAKEN,
        REFUSED,
        /** Whoever asked was not logged in, so the image was not looked at. */
        OUTSIDE,
        UNCLEAR
    }

    /**
     * Where images go.
     *
     * @param method empty: nothing says how, so it has to be found out
     * @param json whether a script sends an object, with the image in one of its values
     */
    private record Place(String target, String field, Map<String, String> others, String method, boolean json) {

        Place by(String other) {
            return new Place(target, field, others, other, json);
        }
    }

    /** These say that the place takes nothing by this method, and nothing of the image. */
    private static final Set<Integer> OTHER_METHOD = Set.of(404, 405, 501);

    private static final Pattern IMAGE_FIELD = Pattern.compile("(?i)image|file|firm|\\bfw|data|content|payload|bin");

    /** A place that took none of so many images. */
    private record Refusing(Place place, String where, int refused, Exchange proof) {}

    private record Upload(Image image, boolean asForm) {}

    private record Sent(Response response, Answer answer) {}

    /** Sends what must be refused; empty where there is no update page at all. */
    static Optional<UpdateCheck> run(Bench bench, Site site) throws IOException {
        UpdateCheck check = new UpdateCheck(bench, site, ownImage(bench, site));
        return check.check() ? Optional.of(check) : Optional.empty();
    }

    private boolean check() throws IOException {
        boolean any = false;
        for (Place place : places()) {
            Optional<Place> known = bench.limits().changesAllowed() ? withMethod(place) : Optional.of(place);
            if (known.isPresent()) {
                any = true;
                check(known.get());
            }
        }
        return any;
    }

    /** Whether {@link #control} has something to send. */
    boolean isOpen() {
        return !refusing.isEmpty();
    }

    /**
     * Sends the own image to each place that refused all others, at most once. Without it, or when it is not taken, the
     * refusals say nothing.
     */
    void control() throws IOException {
        List<Refusing> now = List.copyOf(refusing);
        refusing.clear();
        for (Refusing one : now) {
            bench.pulse().require(bench, site.http().endpoint());
            control(one);
        }
    }

    private void control(Refusing one) throws IOException {
        Image image = Image.of("the device's own image", own);
        if (isTakenAsIs(one.place(), image)) {
            pass(one);
            return;
        }
        for (String method : List.of("POST", "PUT")) {
            Place other = one.place().by(method);
            if (!method.equals(one.place().method()) && isTakenAsIs(other, image)) {
                // The others went by a method that takes no images at all.
                awaitBack();
                if (!takesAny(other, Image.wrong(own), one.where())) {
                    pass(new Refusing(other, one.where(), refused, proof));
                }
                return;
            }
        }
        bench.observe(
                Key.UPDATE, Verdict.UNKNOWN, one.where(), "update-own-not-taken", one.proof(), one.refused(), item);
    }

    private void pass(Refusing one) {
        bench.note("note-image-sent", one.where(), "the device's own image");
        if (unclear) {
            bench.observe(Key.UPDATE, Verdict.UNKNOWN, one.where(), "update-unclear", one.proof(), one.refused());
        } else {
            bench.pass(Key.UPDATE, one.where(), "update-refused", one.proof(), one.refused());
            bench.pass(Key.UPDATE, one.where(), "update-own-taken", taken, item);
        }
    }

    private boolean isTakenAsIs(Place place, Image image) throws IOException {
        for (boolean asForm : new boolean[] {false, true}) {
            Sent sent = sent(place, new Upload(image, asForm));
            if (sent.answer() == Answer.TAKEN) {
                taken = sent.response().exchange();
                return true;
            }
        }
        return false;
    }

    /** A device that has taken an image may restart: it is waited for until it takes connections again. */
    void awaitBack() {
        long untilMs = bench.budget().elapsedMs() + RESTART_MS;
        bench.budget().pause(RESTARTS_WITHIN_MS);
        while (bench.budget().elapsedMs() < untilMs
                && bench.budget().remainingMs() > RESTARTS_WITHIN_MS
                && !Pulse.accepts(site.http().endpoint())) {
            bench.budget().pause(ASK_EVERY_MS);
        }
    }

    /** Empty where nothing can be sent at all: a page about updates, and no place for images. */
    private Optional<Place> withMethod(Place place) throws IOException {
        if (!place.method().isEmpty()) {
            return Optional.of(place);
        }
        Image image = Image.wrong(own).getFirst();
        for (String method : List.of("POST", "PUT")) {
            Place candidate = place.by(method);
            Page page = Page.read(site.http(), place.target(), site.visitor().send(upload(candidate, image, false)));
            if (!OTHER_METHOD.contains(page.response().status()) && !isRefusedAnywhere(candidate, image, page)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** What is refused at an address that does not exist was not refused for the image. */
    private boolean isRefusedAnywhere(Place place, Image image, Page page) throws IOException {
        Place nowhere = new Place("/" + bench.word(12), place.field(), place.others(), place.method(), place.json());
        return page.response().status() >= 400
                && Page.read(site.http(), nowhere.target(), site.visitor().send(upload(nowhere, image, false)))
                        .saysTheSameAs(page);
    }

    private List<Place> places() {
        Map<String, Place> places = new LinkedHashMap<>();
        for (Page page : site.pages().values()) {
            for (Form form : page.forms()) {
                boolean named = PLACE.matcher(form.action() + " " + page.target() + " " + page.title())
                        .find();
                if (form.hasFile()
                        && (named
                                || Pattern.compile("(?i)fw|firm|image|update")
                                        .matcher(fileField(form))
                                        .find())) {
                    places.putIfAbsent(
                            form.action(),
                            new Place(
                                    form.action(),
                                    fileField(form),
                                    form.values(),
                                    form.isPost() ? form.method() : "POST",
                                    false));
                }
            }
            for (Form call : page.calls()) {
                String path = call.action().split("\\?", 2)[0];
                if (call.isPost()
                        && PLACE.matcher(path).find()
                        && !Site.DESTRUCTIVE.matcher(path).find()) {
                    Optional<String> field = call.fields().stream()
                            .map(Form.Field::name)
                            .filter(name -> IMAGE_FIELD.matcher(name).find())
                            .findFirst();
                    // An object without a place for an image starts something and uploads nothing.
                    if (field.isPresent() || call.fields().isEmpty()) {
                        places.put(
                                path,
                                new Place(
                                        call.action(),
                                        field.orElse("file"),
                                        call.values(),
                                        call.method(),
                                        field.isPresent() && call.json()));
                    }
                }
            }
            String path = page.target().split("\\?", 2)[0];
            if (PLACE.matcher(path).find()
                    && !IMAGE.matcher(path).find()
                    && page.forms().isEmpty()
                    && page.response().status() != 404
                    && !page.response().isRedirect()) {
                places.putIfAbsent(path, new Place(path, "file", Map.of(), "", false));
            }
        }
        return List.copyOf(places.values());
    }

    private static String fileField(Form form) {
        return form.fields().stream()
                .filter(Form.Field::isFile)
                .findFirst()
                .map(Form.Field::name)
                .orElse("file");
    }

    private void check(Place place) throws IOException {
        String where = site.http().where(place.target());
        if (!bench.limits().changesAllowed()) {
            bench.observe(Key.UPDATE, Verdict.UNKNOWN, where, "changes-not-allowed", Exchange.NONE);
            return;
        }
        List<Image> images = Image.wrong(own);
        if (site.user().isPresent()) {
            Image plain = images.getFirst();
            for (boolean asForm : new boolean[] {false, true}) {
                Response response = site.stranger().send(upload(place, plain, asForm));
                if (answer(response) == Answer.TAKEN) {
                    bench.fail(Key.UPDATE, where, "update-by-stranger", response.exchange(), item);
                    bench.fail(Key.AUTH, where, "update-by-stranger", response.exchange());
                    return;
                }
            }
        }
        if (takesAny(place, images, where)) {
            return;
        }
        if (refused == 0 || unclear) {
            bench.observe(Key.UPDATE, Verdict.UNKNOWN, where, "update-unclear", proof, refused);
        } else if (own.length == 0) {
            bench.observe(Key.UPDATE, Verdict.UNKNOWN, where, "update-no-own-image", proof, refused, item);
        } else {
            refusing.add(new Refusing(place, where, refused, proof));
        }
    }

    private boolean takesAny(Place place, List<Image> images, String where) throws IOException {
        refused = 0;
        unclear = false;
        List<Upload> uploads = new ArrayList<>();
        images.forEach(image -> {
            uploads.add(new Upload(image, false));
            uploads.add(new Upload(image, true));
        });
        for (List<Upload> some : Several.pieces(uploads, site.atOnce())) {
            bench.pulse().require(bench, site.http().endpoint());
            List<Optional<Sent>> answers = Several.all(some.stream()
                    .<Callable<Sent>>map(upload -> () -> sent(place, upload))
                    .toList());
            for (int i = 0; i < some.size(); i++) {
                if (isTaken(answers.get(i), some.get(i).image(), where)) {
                    return true;
                }
            }
        }
        return false;
    }

    private Sent sent(Place place, Upload upload) throws IOException {
        Response response = site.visitor().send(upload(place, upload.image(), upload.asForm()));
        Answer answer = answer(response);
        if (answer == Answer.OUTSIDE && site.staysInside()) {
            response = site.visitor().send(upload(place, upload.image(), upload.asForm()));
            answer = answer(response);
        }
        return new Sent(response, answer);
    }

    private boolean isTaken(Optional<Sent> sent, Image image, String where) {
        if (sent.isEmpty()) {
            unclear = true;
            return false;
        }
        Exchange exchange = sent.get().response().exchange();
        return switch (sent.get().answer()) {
            case TAKEN -> {
                bench.fail(Key.UPDATE, where, "update-taken", exchange, image.name(), item, image.shows());
                bench.note("note-image-sent", where, image.name());
                yield true;
            }
            case REFUSED -> {
                refused++;
                proof = exchange;
                yield false;
            }
            case UNCLEAR, OUTSIDE -> {
                unclear = true;
                proof = refused == 0 ? exchange : proof;
                yield false;
            }
        };
    }

    /** What the answer says; after a redirect, what the page says that it leads to. */
    private Answer answer(Response response) throws IOException {
        if (response.status() == 401 || response.status() == 403 || leadsToLogin(response)) {
            return site.user().isPresent() ? Answer.OUTSIDE : Answer.REFUSED;
        }
        if (response.status() >= 400) {
            return Answer.REFUSED;
        }
        Page page = site.visitor().follow("/", response);
        if (page.loginForm().isPresent()) {
            return Answer.OUTSIDE;
        }
        Response last = page.response();
        String text = last.isHtml() ? Jsoup.parse(last.text()).text() : last.text();
        String told = NO_ERROR.matcher(text).replaceAll("");
        if (SAYS_TAKEN.matcher(told).find()) {
            return Answer.TAKEN;
        }
        if (REFUSED.matcher(told).find()) {
            return Answer.REFUSED;
        }
        return TAKEN.matcher(told).find() ? Answer.TAKEN : Answer.UNCLEAR;
    }

    private static boolean leadsToLogin(Response response) {
        return response.isRedirect()
                && response.header("location").toLowerCase(Locale.ROOT).matches(".*(log-?in|sign-?in|auth).*");
    }

    private Request upload(Place place, Image image, boolean asForm) {
        String method = place.method().isEmpty() ? "POST" : place.method();
        byte[] bytes = image.bytes().get();
        if (!asForm && place.json()) {
            Map<String, String> values = new LinkedHashMap<>();
            place.others().forEach((name, value) -> values.put(name, sum(name, value, bytes)));
            values.put(place.field(), Base64.getEncoder().encodeToString(bytes));
            return Request.json(method, place.target(), values, Set.of());
        }
        if (!asForm) {
            return new Request(method, place.target(), Map.of("Content-Type", "application/octet-stream"), bytes);
        }
        String boundary = "----" + bench.word(16);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        place.others()
                .forEach((name, value) ->
                        body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name
                                        + "\"\r\n\r\n" + sum(name, value, bytes) + "\r\n")
                                .getBytes(StandardCharsets.UTF_8)));
        body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + place.field()
                        + "\"; filename=\"update.bin\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(bytes);
        body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return new Request(
                method,
                place.target(),
                Map.of("Content-Type", "multipart/form-data; boundary=" + boundary),
                body.toByteArray());
    }

    /** A field that asks for a checksum gets the right one. */
    private static String sum(String name, String value, byte[] image) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.contains("md5")) {
            return HexFormat.of().formatHex(Checksums.digest("MD5", image));
        }
        if (lower.contains("sha1")) {
            return HexFormat.of().formatHex(Checksums.digest("SHA-1", image));
        }
        if (lower.contains("sha") || lower.contains("hash") || lower.contains("checksum")) {
            return HexFormat.of().formatHex(Checksums.digest("SHA-256", image));
        }
        return lower.contains("crc") ? String.format("%08x", Checksums.crc(image)) : value;
    }

    /** What was handed in, or what the device itself offers for download. */
    private static byte[] ownImage(Bench bench, Site site) throws IOException {
        Optional<byte[]> handedIn =
                bench.declared().update().map(Declaration.Update::image).filter(image -> image.length > 0);
        if (handedIn.isPresent()) {
            return handedIn.get();
        }
        Set<String> links = new LinkedHashSet<>();
        site.pages().values().forEach(page -> links.addAll(page.links()));
        Optional<String> image =
                links.stream().filter(link -> IMAGE.matcher(link).find()).findFirst();
        if (image.isEmpty()) {
            return new byte[0];
        }
        Response response = site.visitor().send(Request.get(image.get()));
        return response.status() == 200 ? response.body() : new byte[0];
    }
}
