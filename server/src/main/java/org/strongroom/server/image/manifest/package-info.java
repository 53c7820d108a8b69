/** Manifests beside the bytes: written, kept up to date, found again and adopted. */
@NullMarked
package org.strongroom.server.image.manifest;

import org.jspecify.annotations.NullMarked;
