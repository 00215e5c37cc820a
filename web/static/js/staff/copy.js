/** Buttons that copy a link or a code. */

import { copyText } from '../shared/copy.js'
import { all, find } from '../shared/dom.js'
import { t } from '../shared/messages.js'

for (const button of all('[data-copy]')) {
  button.addEventListener('click', async () => {
    const copied = await copyText(button.dataset.copy ?? '')
    find('[data-copied]').textContent = copied ? t('Copied') : t('Not copied: mark the text and copy it yourself.')
  })
}
