// The history a phone hands over.
export default ({ socket, write, revive }) => ({
	async lidOf({ number }) {
		return { lid: await socket().signalRepository.lidMapping.getLIDForPN(number) }
	},
	async fetchHistory({ count, key, timestamp }) {
		return { id: await socket().fetchMessageHistory(count, revive(key), timestamp) }
	},
	watch(current) {
		current.ev.on('messaging-history.set', ({ chats, contacts, messages, syncType, progress, isLatest, peerDataRequestSessionId }) => {
			write({
				event: 'history',
				syncType,
				progress,
				isLatest,
				request: peerDataRequestSessionId,
				chats: chats.map(({ id, name }) => ({ id, name })),
				contacts: contacts.map(({ id, name, notify, lid }) => ({ id, name, notify, lid })),
				messages: messages.map(({ key, message }) => ({
					id: key.id,
					chat: key.remoteJid,
					fromMe: Boolean(key.fromMe),
					participant: key.participant,
					text: message?.conversation || message?.extendedTextMessage?.text || null
				}))
			})
		})
	}
})
