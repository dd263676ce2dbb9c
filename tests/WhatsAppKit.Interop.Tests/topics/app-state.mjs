// App state: what the devices of one account tell each other about chats, contacts, labels and settings.
const long = value => (value === null || value === undefined ? value : Number(value))

export default ({ socket, write }) => ({
	// A change of one chat in Baileys' own terms.
	async chatModify({ jid, change }) {
		await socket().chatModify(change, jid)
	},
	async saveContact({ jid, contact }) {
		await socket().addOrEditContact(jid, contact)
	},
	async removeContact({ jid }) {
		await socket().removeContact(jid)
	},
	async star({ jid, message, star }) {
		await socket().star(jid, [message], star)
	},
	async saveLabel({ label }) {
		await socket().addLabel('', label)
	},
	async labelChat({ jid, id, on }) {
		await (on ? socket().addChatLabel(jid, id) : socket().removeChatLabel(jid, id))
	},
	async labelMessage({ jid, message, id, on }) {
		await (on ? socket().addMessageLabel(jid, message, id) : socket().removeMessageLabel(jid, message, id))
	},
	async saveQuickReply({ reply }) {
		await socket().addOrEditQuickReply(reply)
	},
	async removeQuickReply({ id }) {
		await socket().removeQuickReply(id)
	},
	async setName({ name }) {
		await socket().updateProfileName(name)
	},
	async disableLinkPreviews({ disabled }) {
		await socket().updateDisableLinkPreviewsPrivacy(disabled)
	},
	// Whether the phone's key has come, and which name the account has.
	account() {
		const { myAppStateKeyId, me, accountSettings } = socket().authState.creds
		return { key: myAppStateKeyId ?? null, name: me?.name ?? null, unarchive: accountSettings?.unarchiveChats ?? null }
	},
	// How far each collection is, and the sum over it.
	async collections() {
		const names = ['critical_block', 'critical_unblock_low', 'regular_high', 'regular', 'regular_low']
		const states = await socket().authState.keys.get('app-state-sync-version', names)
		return Object.fromEntries(names.map(name => [name, `${states[name]?.version ?? 0} ${Buffer.from(states[name]?.hash ?? Buffer.alloc(128)).toString('hex')}`]))
	},
	watch(current) {
		current.ev.on('chats.update', updates => {
			for (const { id, muteEndTime, pinned, archived, unreadCount } of updates) {
				write({ event: 'chat', id, muteEndTime: long(muteEndTime), pinned: long(pinned), archived, unreadCount })
			}
		})
		current.ev.on('chats.delete', ids => ids.forEach(id => write({ event: 'chat-deleted', id })))
		current.ev.on('messages.delete', ({ keys }) => {
			for (const key of keys ?? []) {
				write({ event: 'message-deleted', chat: key.remoteJid, id: key.id, fromMe: key.fromMe })
			}
		})
		current.ev.on('messages.update', updates => {
			for (const { key, update } of updates) {
				if (typeof update.starred === 'boolean') {
					write({ event: 'starred', chat: key.remoteJid, id: key.id, fromMe: key.fromMe, starred: update.starred })
				}
			}
		})
		current.ev.on('contacts.upsert', contacts => {
			for (const { id, name, lid, phoneNumber } of contacts) {
				write({ event: 'contact', id, name, lid, phoneNumber })
			}
		})
		current.ev.on('labels.edit', ({ id, name, color, deleted }) => write({ event: 'label', id, name, color, deleted: Boolean(deleted) }))
		current.ev.on('labels.association', ({ type, association }) => {
			write({ event: 'association', type, label: association.labelId, chat: association.chatId, message: association.messageId })
		})
		current.ev.on('settings.update', ({ setting, value }) => write({ event: 'setting', setting, value }))
		current.ev.on('creds.update', ({ me, accountSettings }) => {
			if (me?.name || accountSettings) {
				write({ event: 'account', name: me?.name, unarchive: accountSettings?.unarchiveChats })
			}
		})
	}
})
