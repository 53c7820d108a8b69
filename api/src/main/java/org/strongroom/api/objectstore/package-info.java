/** Backup storages in object stores: buckets by S3, containers of OpenStack Swift. */
@NullMarked
package org.strongroom.api.objectstore;

import org.jspecify.annotations.NullMarked;
