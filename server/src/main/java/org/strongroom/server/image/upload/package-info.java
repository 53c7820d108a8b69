/**
 * Uploads: bodies and parts that come in, digests that were offered, and going on after a break.
 */
@NullMarked
package org.strongroom.server.image.upload;

import org.jspecify.annotations.NullMarked;
