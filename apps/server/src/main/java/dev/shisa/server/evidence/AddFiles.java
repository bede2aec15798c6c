package dev.shisa.server.evidence;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.office.DocumentPage.Wanted;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Typed;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Series;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MultipartFile;

/** The file of the form for new evidence: sent with it or before, shown beside it, perhaps recorded already. */
@Component
class AddFiles {

    private final Blobs blobs;
    private final Desk desk;
    private final Viewer viewer;

    AddFiles(Blobs blobs, Desk desk, Viewer viewer) {
        this.blobs = blobs;
        this.desk = desk;
        this.viewer = viewer;
    }

    /** A file that is there, under the id by which the form names it. */
    record Sent(UUID upload, StoredFile file) {}

    /** The one that is sent now, otherwise the one that was sent before; null: none. */
    @Nullable
    Sent of(String upload, @Nullable MultipartFile now, Mistakes mistakes, Person person, Ui ui) {
        if (now != null && !now.isEmpty()) {
            try (InputStream in = now.getInputStream()) {
                StoredFile file =
                        blobs.store(in, Objects.requireNonNullElse(now.getOriginalFilename(), ""), now.getSize());
                return new Sent(blobs.remember(file, person), file);
            } catch (IOException e) {
                throw new UncheckedIOException("the upload could not be read", e);
            } catch (Problem problem) {
                mistakes.add("file", ui.t("error." + problem.code(), problem.args()));
            }
        }
        return Typed.id(upload)
                .flatMap(id -> blobs.upload(id, person).map(file -> new Sent(id, file)))
                .orElse(null);
    }

    /** A file that waits on the desk. */
    Optional<DeskFile> waiting(@Nullable UUID upload, Series series, Person person) {
        return upload == null ? Optional.empty() : desk.one(upload, series, person);
    }

    boolean remove(DeskFile file, Series series, Person person) {
        return desk.remove(file.id(), series, person);
    }

    /** What is recorded with its content. */
    List<DeskView.Piece> pieces(DeskFile file, Series series) {
        return desk.pieces(file.file(), series);
    }

    /**
     * It, beside the form; null while there is none.
     *
     * @param number of the page; below 1: the one that the place names
     */
    @Nullable
    Beside beside(AddForm form, int number, Ui ui) {
        StoredFile file = form.file();
        UUID upload = form.upload();
        if (file == null || upload == null || !form.needsFile()) {
            return null;
        }
        Wanted wanted = number < 1 ? Wanted.at(form.place()) : Wanted.page(number);
        String address = "/products/" + form.series().code() + "/evidence/desk/" + upload + "/page?n=";
        return Beside.of(file, address, viewer.look(file, wanted), ui);
    }
}
