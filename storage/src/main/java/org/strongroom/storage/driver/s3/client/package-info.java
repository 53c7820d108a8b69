/** How the SDK is made to go through the house's own guarded HTTP, with tokens and patience. */
@NullMarked
package org.strongroom.storage.driver.s3.client;

import org.jspecify.annotations.NullMarked;
