package dev.shisa.server.product;

import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of pictures, one for each series that has one. */
@Repository
class PhotoStore {

    private final JdbcClient jdbc;

    PhotoStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<SeriesPhoto> of(UUID seriesId) {
        return jdbc.sql("SELECT width, height, version FROM series_photo WHERE series_id = :series")
                .param("series", seriesId)
                .query((rs, n) -> new SeriesPhoto(rs.getInt("width"), rs.getInt("height"), rs.getInt("version")))
                .optional();
    }

    Optional<byte[]> jpeg(UUID seriesId) {
        return jdbc.sql("SELECT jpeg FROM series_photo WHERE series_id = :series")
                .param("series", seriesId)
                .query((rs, n) -> rs.getBytes("jpeg"))
                .optional();
    }

    /**
     * Sets the picture, unless somebody else did since.
     *
     * @param version of the one that is replaced; 0: there was none
     */
    boolean put(UUID seriesId, Photo photo, int version) {
        return jdbc.sql(version == 0 ? """
                        INSERT INTO series_photo (series_id, jpeg, width, height) VALUES (:series, :jpeg, :width, :height)
                        ON CONFLICT DO NOTHING""" : """
                        UPDATE series_photo SET jpeg = :jpeg, width = :width, height = :height, version = version + 1
                        WHERE series_id = :series AND version = :version""")
                        .param("series", seriesId)
                        .param("jpeg", photo.jpeg())
                        .param("width", photo.width())
                        .param("height", photo.height())
                        .param("version", version)
                        .update()
                == 1;
    }

    boolean remove(UUID seriesId, int version) {
        return jdbc.sql("DELETE FROM series_photo WHERE series_id = :series AND version = :version")
                        .param("series", seriesId)
                        .param("version", version)
                        .update()
                == 1;
    }
}
