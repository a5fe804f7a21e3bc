package io.orderloom.customer;

import io.orderloom.shared.ShopperId;
import io.orderloom.shared.UtcTime;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.support.SqlBinaryValue;
import org.springframework.stereotype.Component;

/** The table {@code files}. */
@Component
class FileRows {

    private final JdbcClient jdbc;

    FileRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<String> byContent(ShopperId shopper, String sha256) {
        return jdbc.sql("SELECT file_id FROM files WHERE shopper_id = ? AND sha256 = ?")
                .params(shopper.value(), sha256)
                .query(String.class)
                .optional();
    }

    /** What is uploaded again and not shown yet is kept from this moment on. */
    void uploadedAgain(ShopperId shopper, String sha256, Instant now) {
        jdbc.sql("UPDATE files SET uploaded_at = ? WHERE shopper_id = ? AND sha256 = ? AND in_use = FALSE")
                .params(UtcTime.toDatabase(now), shopper.value(), sha256)
                .update();
    }

    long uploadedSince(ShopperId shopper, Instant moment) {
        return jdbc.sql("SELECT COUNT(*) FROM files WHERE shopper_id = ? AND uploaded_at > ?")
                .params(shopper.value(), UtcTime.toDatabase(moment))
                .query(Long.class)
                .single();
    }

    /** Adds the file, unless the shopper has the same picture already. */
    void insert(String fileId, ShopperId shopper, String sha256, PictureSize picture, byte[] content, Instant now) {
        jdbc.sql("""
                        INSERT INTO files (file_id, shopper_id, sha256, media_type, width, height, uploaded_at, content)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        ON DUPLICATE KEY UPDATE sha256 = sha256""")
                .params(
                        fileId,
                        shopper.value(),
                        sha256,
                        picture.kind().mediaType(),
                        picture.width(),
                        picture.height(),
                        UtcTime.toDatabase(now),
                        new SqlParameterValue(Types.BLOB, new SqlBinaryValue(content)))
                .update();
    }

    /** @param shopper whose it must be; null for staff */
    Optional<Files.Picture> find(String fileId, @Nullable ShopperId shopper) {
        return jdbc.sql("SELECT shopper_id, media_type, content FROM files WHERE file_id = ?")
                .param(fileId)
                .query((row, number) -> shopper == null || shopper.value().equals(row.getString("shopper_id"))
                        ? Optional.of(picture(row))
                        : Optional.<Files.Picture>empty())
                .optional()
                .flatMap(found -> found);
    }

    boolean use(ShopperId shopper, String fileId) {
        return jdbc.sql("UPDATE files SET in_use = TRUE WHERE file_id = ? AND shopper_id = ?")
                        .params(fileId, shopper.value())
                        .update()
                == 1;
    }

    void deleteAll(ShopperId shopper) {
        jdbc.sql("DELETE FROM files WHERE shopper_id = ?")
                .param(shopper.value())
                .update();
    }

    Optional<Instant> firstUnused() {
        return jdbc.sql("SELECT MIN(uploaded_at) FROM files WHERE in_use = FALSE")
                .query((row, number) -> Optional.ofNullable(UtcTime.readNullable(row, 1)))
                .single();
    }

    int deleteUnused(Instant until, int most) {
        return jdbc.sql("DELETE FROM files WHERE in_use = FALSE AND uploaded_at <= ? LIMIT " + most)
                .param(UtcTime.toDatabase(until))
                .update();
    }

    private static Files.Picture picture(ResultSet row) throws SQLException {
        try (InputStream content = row.getBinaryStream("content")) {
            return new Files.Picture(PictureKind.of(row.getString("media_type")), content.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
