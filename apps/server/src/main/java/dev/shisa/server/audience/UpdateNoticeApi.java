package dev.shisa.server.audience;

import dev.shisa.advisory.draft.Advisory.Said;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.IfMatch;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;

/** Notices of new versions, for programs. */
@Controller
class UpdateNoticeApi {

    private static final String ALL = "/api/v1/update-notices";

    private final UpdateNotices updates;
    private final UserNotices notices;
    private final Products products;

    UpdateNoticeApi(UpdateNotices updates, UserNotices notices, Products products) {
        this.updates = updates;
        this.notices = notices;
        this.products = products;
    }

    /** A text in both languages; one of them may be missing. */
    record UpdatePartBody(@Nullable String ja, @Nullable String en) {

        static Said said(@Nullable UpdatePartBody body) {
            return body == null
                    ? new Said("", "")
                    : new Said(
                            Objects.requireNonNullElse(body.ja(), "").strip(),
                            Objects.requireNonNullElse(body.en(), "").strip());
        }
    }

    /**
     * What owners are told of a version.
     *
     * @param device a short text for devices and apps
     */
    record UpdateNoticeText(
            UpdatePartBody fixes,
            UpdatePartBody why,
            UpdatePartBody without,
            UpdatePartBody install,
            @Nullable UpdatePartBody news,
            @Nullable UpdatePartBody device) {

        UpdateText of(UUID release) {
            return new UpdateText(
                    release,
                    UpdatePartBody.said(fixes),
                    UpdatePartBody.said(why),
                    UpdatePartBody.said(without),
                    UpdatePartBody.said(install),
                    UpdatePartBody.said(news),
                    UpdatePartBody.said(device));
        }
    }

    /** @param release name of the version */
    record UpdateNoticeNew(String series, String release, UpdateNoticeText text) {}

    record UpdateNoticeBody(String code, String series, String release, UpdateNoticeText text) {}

    private static UpdateText checked(UpdateNoticeText sent, UUID release) {
        UpdateText text = sent.of(release);
        UpdateNotices.wrong(text).stream().findFirst().ifPresent(wrong -> {
            throw BadField.said(
                    "/text/" + wrong.field().replaceFirst("(Ja|En)$", ""),
                    "audience.update.wrong." + wrong.why(),
                    UpdateText.PART_CHARS_MAX,
                    UpdateText.DEVICE_CHARS_MAX);
        });
        return text;
    }

    private Answer<UpdateNoticeBody> answer(UserNotice notice) {
        UpdateText text = notice.content().update();
        if (text == null) {
            throw new Problem(404, "audience.unknown", notice.code());
        }
        return Answer.of(new UpdateNoticeBody(
                        notice.code(),
                        products.byId(notice.series().getFirst())
                                .map(Series::code)
                                .orElse(""),
                        products.release(text.release()).map(Release::name).orElse(""),
                        new UpdateNoticeText(
                                body(text.fixes()),
                                body(text.why()),
                                body(text.without()),
                                body(text.install()),
                                body(text.news()),
                                body(text.device()))))
                .version(notice.drafts().getLast().number());
    }

    private static UpdatePartBody body(Said said) {
        return new UpdatePartBody(said.ja(), said.en());
    }

    @PostMapping(ALL)
    @Requires(Act.TELL_USERS)
    @Operation(id = "update-notice.begin", status = 201)
    Answer<UpdateNoticeBody> begin(@Body UpdateNoticeNew sent, @AuthenticationPrincipal Person person) {
        Series series = products.require(sent.series(), person);
        Release release = products.releaseNamed(series, sent.release());
        UserNotice made = updates.begin(series, release, checked(sent.text(), release.id()), person);
        return answer(made).at(ALL + "/" + made.code());
    }

    @GetMapping(ALL + "/{notice}")
    @Requires(Act.TELL_USERS)
    @Operation(id = "update-notice.get")
    Answer<UpdateNoticeBody> get(@PathVariable String notice, @AuthenticationPrincipal Person person) {
        return answer(notices.require(notice, person));
    }

    @PutMapping(ALL + "/{notice}")
    @Requires(Act.TELL_USERS)
    @Operation(id = "update-notice.save")
    Answer<UpdateNoticeBody> save(
            @PathVariable String notice,
            @Body UpdateNoticeText sent,
            IfMatch seen,
            @AuthenticationPrincipal Person person) {
        UserNotice before = notices.require(notice, person);
        UpdateText text = before.content().update();
        if (text == null) {
            throw new Problem(404, "audience.unknown", notice);
        }
        int number = seen.require(before.drafts().getLast().number());
        return answer(updates.save(before, number, checked(sent, text.release()), person));
    }
}
