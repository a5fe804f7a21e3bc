package io.orderloom.demo.web;

import io.orderloom.demo.MoveParcel;
import io.orderloom.demo.OnlyInDemo;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /demo/v1/parcels/{trackingNo}/events}: the page plays the carrier. */
@RestController
@Roles(Role.ADMIN)
@OnlyInDemo
class ParcelController {

    /** @param state {@code COLLECTED}, {@code IN_TRANSIT}, {@code OUT_FOR_DELIVERY}, {@code SIGNED}, … */
    record Event(@NotBlank @Size(max = 32) String state) {}

    private final MoveParcel moveParcel;

    ParcelController(MoveParcel moveParcel) {
        this.moveParcel = moveParcel;
    }

    @PostMapping("/demo/v1/parcels/{trackingNo}/events")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void move(@PathVariable String trackingNo, @Valid @RequestBody Event event) {
        moveParcel.to(trackingNo, event.state());
    }
}
