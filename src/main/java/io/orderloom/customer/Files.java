package io.orderloom.customer;

import io.orderloom.engine.Transactions;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.DueWork;
import io.orderloom.shared.HoldsPersonalData;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.Problem;
import io.orderloom.shared.ShopperFiles;
import io.orderloom.shared.ShopperId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * The pictures that shoppers upload to show them in a review or as evidence. They are kept in the database, so that
 * every node has them and erasure is one commit; what nobody shows within a day is deleted.
 */
@Service
public class Files implements ShopperFiles, HoldsPersonalData, DueWork {

    private static final int LARGEST = 5 * 1024 * 1024;
    private static final int LONGEST_SIDE = 16_000;
    private static final long MOST_PIXELS = 50_000_000;
    private static final int MOST_A_DAY = 200;
    private static final Duration DAY = Duration.ofDays(1);
    private static final int BATCH = 100;

    private final FileRows rows;
    private final Transactions transactions;
    private final BusinessNumbers numbers;
    private final BusinessClock clock;

    Files(FileRows rows, Transactions transactions, BusinessNumbers numbers, BusinessClock clock) {
        this.rows = rows;
        this.transactions = transactions;
        this.numbers = numbers;
        this.clock = clock;
    }

    /** A picture as it was uploaded. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Picture(PictureKind kind, byte[] content) {}

    /**
     * Takes a picture in, whatever its sender calls it. The same picture of the same shopper again is the same file,
     * and kept for another day.
     *
     * @return the file's id
     * @throws InvalidRequest {@code FILE_EMPTY}, {@code FILE_TOO_LARGE} above 5 MB, {@code FILE_NOT_A_PICTURE} when it is
     *     no whole PNG, JPEG or WebP, {@code PICTURE_TOO_LARGE} when it would unpack to more than 50 million pixels
     * @throws TooManyFiles when the shopper uploaded too many in a day
     */
    public String upload(ShopperId shopper, byte[] content) {
        PictureSize picture = check(content);
        String sha256 = sha256(content);
        Instant now = clock.now();
        return transactions.run(() -> {
            // Before it is looked for: what is there then is not deleted meanwhile.
            rows.uploadedAgain(shopper, sha256, now);
            Optional<String> known = rows.byContent(shopper, sha256);
            if (known.isPresent()) {
                return known.get();
            }
            if (rows.uploadedSince(shopper, now.minus(DAY)) >= MOST_A_DAY) {
                throw new TooManyFiles(MOST_A_DAY);
            }
            rows.insert(numbers.next(), shopper, sha256, picture, content, now);
            return rows.byContent(shopper, sha256).orElseThrow();
        });
    }

    /**
     * @param shopper whose it must be; null for staff, who look at what shoppers show
     * @throws NotFound when it is absent or somebody else's
     */
    public Picture read(String fileId, @Nullable ShopperId shopper) {
        return rows.find(fileId, shopper).orElseThrow(NotFound::new);
    }

    @Override
    public void use(ShopperId shopper, List<String> fileIds, String pointer) {
        List<Problem.At> errors = new ArrayList<>();
        for (int i = 0; i < fileIds.size(); i++) {
            if (!rows.use(shopper, fileIds.get(i))) {
                errors.add(new Problem.At(pointer + "/" + i, "FILE_UNKNOWN", "The shopper has uploaded no such file."));
            }
        }
        if (!errors.isEmpty()) {
            throw new InvalidRequest(errors);
        }
    }

    @Override
    public void erase(ShopperId shopper) {
        rows.deleteAll(shopper);
    }

    @Override
    public Optional<Instant> nextDue() {
        return rows.firstUnused().map(uploaded -> uploaded.plus(DAY));
    }

    @Override
    public int runDue() {
        return transactions.run(() -> rows.deleteUnused(clock.now().minus(DAY), BATCH));
    }

    private static PictureSize check(byte[] content) {
        if (content.length == 0) {
            throw new InvalidRequest("/file", "FILE_EMPTY", "There is nothing in this file.");
        }
        if (content.length > LARGEST) {
            throw new InvalidRequest("/file", "FILE_TOO_LARGE", "A picture has at most 5 MB.");
        }
        PictureSize picture = PictureSize.of(content)
                .orElseThrow(() -> new InvalidRequest(
                        "/file", "FILE_NOT_A_PICTURE", "Only whole PNG, JPEG and WebP pictures are taken in."));
        long pixels = (long) picture.width() * picture.height();
        if (picture.width() < 1
                || picture.height() < 1
                || picture.width() > LONGEST_SIDE
                || picture.height() > LONGEST_SIDE
                || pixels > MOST_PIXELS) {
            throw new InvalidRequest(
                    "/file", "PICTURE_TOO_LARGE", "A picture has at most 16000 pixels a side and 50 million in all.");
        }
        return picture;
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
