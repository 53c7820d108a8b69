/**
 * Operations on image backups: images packed as OVA on a backup node or in a bucket (Export or
 * import image).
 */
@NullMarked
package org.strongroom.api.imagebackup;

import org.jspecify.annotations.NullMarked;
