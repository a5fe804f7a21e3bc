package io.orderloom.customer.web;

import io.orderloom.customer.Files;
import io.orderloom.customer.PictureKind;
import io.orderloom.shared.ShopperFiles;
import io.orderloom.shared.ShopperId;
import io.orderloom.web.Caller;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Pictures for reviews and evidence: uploaded by shoppers, looked at by them and by staff. */
@RestController
@RequestMapping("/api/v1/files")
class FileController {

    private static final Duration KEPT_BY_READERS = Duration.ofHours(1);

    private final Files files;

    FileController(Files files) {
        this.files = files;
    }

    /** Where an uploaded picture is from now on. */
    record Uploaded(String fileId, String url) {}

    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Roles({Role.SHOPPER, Role.SHOP})
    ResponseEntity<Uploaded> upload(@RequestPart("file") MultipartFile file, Caller caller) throws IOException {
        String fileId = files.upload(caller.requireShopper(), file.getBytes());
        String address = ShopperFiles.address(fileId);
        return ResponseEntity.created(URI.create(address)).body(new Uploaded(fileId, address));
    }

    @GetMapping("/{fileId}")
    @Roles({Role.SHOPPER, Role.SHOP, Role.SERVICE, Role.WAREHOUSE, Role.OPS})
    ResponseEntity<byte[]> read(@PathVariable String fileId, Caller caller) {
        ShopperId shopper = caller.isStaff() ? null : caller.requireShopper();
        Files.Picture picture = files.read(fileId, shopper);
        PictureKind kind = picture.kind();
        // Whatever else may be hidden in these bytes: it is this kind of picture to every reader. That nobody guesses
        // another, and that nothing in it runs, is said by the headers that every answer has.
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(kind.mediaType()))
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.inline()
                                .filename(fileId + "." + kind.ending())
                                .build()
                                .toString())
                .cacheControl(CacheControl.maxAge(KEPT_BY_READERS).cachePrivate())
                .body(picture.content());
    }
}
